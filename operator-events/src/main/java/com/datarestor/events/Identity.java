package com.datarestor.events;

/** Whose snapshot it is: what the tags {@code ns=} and {@code pvc=} say, and the restic host. */
public record Identity(String namespace, String volume, String host) {}
