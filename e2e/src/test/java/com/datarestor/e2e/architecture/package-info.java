/**
 * The arrows and rules of docs/architecture.md, kept for the classes of all modules; and proof that
 * each rule can fail, on the classes below {@code wrong}, which break one each.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.e2e.architecture;
