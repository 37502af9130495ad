/**
 * Parts of the operator that speak with Kubernetes, each by itself against the sandbox's API
 * server.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.parts;
