/**
 * The published language: what happened ({@link com.datarestor.events.DomainEvent}), what is wanted
 * ({@link com.datarestor.events.Command}), and the identities both speak of. Nothing here knows a
 * broker, a file, Kubernetes or restic.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.events;
