/** What the sandbox promises beyond Kubernetes: faults on demand, and nothing left behind. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.sandbox;
