/** What happens to a volume: selection, schedules, annotations. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.volume;
