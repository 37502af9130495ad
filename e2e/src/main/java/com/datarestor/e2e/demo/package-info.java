/** {@code make demo}: the main job as a story, on the sandbox. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.demo;
