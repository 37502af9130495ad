/** What scenarios and the demo share: a cluster with the operator on it, seen as a user sees it. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.scenario;
