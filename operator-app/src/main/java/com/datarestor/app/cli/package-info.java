/** The command line of the operator's jar. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.cli;
