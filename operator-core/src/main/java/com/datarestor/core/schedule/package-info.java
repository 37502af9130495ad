/** Moments at which something is due. Pure: the moment of asking is always a parameter. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.schedule;
