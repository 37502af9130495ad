package com.datarestor.events;

/**
 * Something that happened, in the past tense. A written event is never edited: a new meaning is a
 * new type or a new version (see {@code EventTypes}).
 */
public sealed interface DomainEvent
    permits ConfigEvent, VolumeEvent, OperationEvent, RepositoryEvent, QueueEvent, Restated {}
