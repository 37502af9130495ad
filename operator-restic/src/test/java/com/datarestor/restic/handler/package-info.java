/** Tests of the plan of each step, down to the objects that are sent. */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.handler;
