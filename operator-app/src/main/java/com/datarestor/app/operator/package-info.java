/**
 * The composition root: which parts there are, how they are joined, and in which order they start
 * and stop.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.operator;
