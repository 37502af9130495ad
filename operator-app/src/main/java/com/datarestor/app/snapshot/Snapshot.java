package com.datarestor.app.snapshot;

import com.datarestor.events.store.LogMark;

/** What folding the log up to a place gives. */
record Snapshot(LogMark mark, FoldedMemory memory) {}
