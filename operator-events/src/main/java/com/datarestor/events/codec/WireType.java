package com.datarestor.events.codec;

/**
 * A record's name on the wire and on disk.
 *
 * @param name kebab-case, never a class name
 * @param version from 1; a higher one replaces the lower
 */
public record WireType<T>(String name, int version, Class<T> type) {}
