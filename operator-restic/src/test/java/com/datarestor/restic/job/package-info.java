/** Tests of what a Job is made of and what its end means. */
@org.jspecify.annotations.NullMarked
package com.datarestor.restic.job;
