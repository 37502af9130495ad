/** What a Config asks for: accepted generations, forget schedules, annotations. */
@org.jspecify.annotations.NullMarked
package com.datarestor.core.config;
