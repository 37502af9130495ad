/**
 * Watchers: they see the cluster through slim views and tell the deciders what is there, as levels.
 * They decide nothing.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.watch;
