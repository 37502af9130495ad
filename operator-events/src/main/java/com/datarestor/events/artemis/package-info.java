/**
 * The transport on an embedded Artemis broker: {@link com.datarestor.events.artemis.ArtemisBroker}
 * is all that others see; JMS ends here.
 *
 * <p>Events are sent to one multicast address with a durable queue per consumer group, commands to
 * one queue per route. A lane is a thread with one transacted JMS session: it takes a message, has
 * it handled, sends what that caused, and commits both together. A message carries the bucket of
 * its key; each lane of a route takes its own range of buckets, so that a key has one lane. JMS
 * message groups would do the same, but hand a key over to another lane while a closing one still
 * holds messages of it.
 *
 * <p>Nothing carries a duplicate id. A command sent twice is handled twice, which deciders and
 * handlers must bear anyway; but one that was given up and is sent again, by the next relist say,
 * must not vanish because the broker remembers its id.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.events.artemis;
