package com.datarestor.events.store;

import java.util.Optional;

/**
 * What reading from a place on came to.
 *
 * @param end where it ended; empty when the log is damaged there
 */
public record LogReading(LogFindings findings, Optional<LogMark> end) {}
