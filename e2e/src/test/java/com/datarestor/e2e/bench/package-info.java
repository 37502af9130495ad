/** Tests of what the bench counts and writes with. */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.bench;
