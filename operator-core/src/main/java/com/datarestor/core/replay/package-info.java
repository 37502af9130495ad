/**
 * The past, worked with: what every stream knew at a moment, and whether the deciders of this
 * release would have decided as was recorded. Pure; nothing here writes anything.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.replay;
