/**
 * The operator's decisions in one thread: deciders, policies and dispatcher joined without a
 * broker, against a simulated cluster and a simulated restic. What is proven here is about the
 * decisions; the transport has a contract of its own.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.simulation;
