/**
 * Snapshots of the folded log, so that a start does not depend on the log's age.
 *
 * <p>A snapshot is a cache: everything that folding the log up to a place gives, in a file of its
 * own beside the log. It is made from the log alone, never from what runs, so that it is never
 * ahead of the log; it names its place by the hash of the record there, so that a log that was cut,
 * changed or exchanged has no snapshot; and it names the code that folded, so that another release
 * folds anew. Any of the files may be deleted at any time.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.app.snapshot;
