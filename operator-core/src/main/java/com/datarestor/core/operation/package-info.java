/** The life of one operation, from request to outcome. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.operation;
