/** Configuration from the environment, and logging. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.config;
