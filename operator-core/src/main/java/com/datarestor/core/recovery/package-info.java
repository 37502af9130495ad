/**
 * What was decided before a stop and may not have had its consequences: a journal can be lost, a
 * message given up. The log says what must follow; here is what has not.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.recovery;
