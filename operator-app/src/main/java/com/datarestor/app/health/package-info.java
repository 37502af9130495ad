/** What probes and people ask a running operator. */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.health;
