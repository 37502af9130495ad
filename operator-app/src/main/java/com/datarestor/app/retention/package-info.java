/** How much of the past the event log keeps. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.retention;
