/** The operator's jar as a process of its own: its command line, its life, and who leads. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.process;
