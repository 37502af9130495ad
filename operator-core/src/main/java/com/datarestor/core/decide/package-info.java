/** Decisions: pure deciders, the dispatcher that runs them one stream at a time, and policies. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.decide;
