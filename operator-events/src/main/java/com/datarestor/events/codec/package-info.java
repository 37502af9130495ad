/** Events and commands as JSON: names and versions we chose, old versions readable for ever. */
@org.jspecify.annotations.NullMarked
package com.datarestor.events.codec;
