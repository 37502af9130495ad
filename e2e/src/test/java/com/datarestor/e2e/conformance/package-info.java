/**
 * What the operator, its users and its tests expect of Kubernetes, told against its API only. Runs
 * on the sandbox, and on the cluster that CONFORMANCE_KUBECONFIG names: where the two differ the
 * sandbox is wrong.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.conformance;
