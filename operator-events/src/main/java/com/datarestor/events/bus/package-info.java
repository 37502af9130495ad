/** Ports of the transport: events to consumer groups, commands to their one owner. */
@org.jspecify.annotations.NullMarked
package com.datarestor.events.bus;
