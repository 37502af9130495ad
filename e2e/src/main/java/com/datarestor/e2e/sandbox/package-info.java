/**
 * A small Kubernetes for tests and the demo: an API server that unmodified clients work against,
 * and a node that runs Jobs and Pods as real processes. It has no controllers beyond what the
 * scenarios need, and where it differs from a real cluster it is wrong.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.sandbox;
