/** Tests of what restic is told and what it answers, with the real restic where it matters. */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.command;
