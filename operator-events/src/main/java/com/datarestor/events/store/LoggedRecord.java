package com.datarestor.events.store;

/**
 * A record with its place in the log.
 *
 * @param offset counted from 0 over the whole log
 */
public record LoggedRecord(long offset, EventRecord record) {}
