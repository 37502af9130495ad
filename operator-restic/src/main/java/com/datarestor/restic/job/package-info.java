/**
 * Restic in Kubernetes Jobs: what a Job looks like (pure), how it is launched once, and what its
 * end means.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.job;
