/** The restic executor: answers each command with one Job, and reports what came of it. */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.handler;
