/**
 * The operator's annotations: their keys, and the grammar of their values. Nothing else knows them.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.annotation;
