/**
 * What people see: projections of events into the statuses of Tasks and Configs, and the writers
 * that bring them, annotations and Kubernetes Events into the cluster.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.status;
