/**
 * {@code make bench}: ratios against a baseline measured in the same run. Never part of the tests.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.bench;
