/** What must be said again, and what must be kept, when old events go. Pure. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.retention;
