/** What may start now and what must wait, and why. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.queue;
