package com.datarestor.events;

/** An event with its metadata. */
public record EventEnvelope(EventMetadata metadata, DomainEvent event) {}
