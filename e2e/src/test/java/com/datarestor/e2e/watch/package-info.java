/** The operator's watchers on an API server that misbehaves. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.watch;
