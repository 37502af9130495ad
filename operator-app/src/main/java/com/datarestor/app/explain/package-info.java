/** The log in plain words: what happened to a claim, a Task or a Config, and why, or why not. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.explain;
