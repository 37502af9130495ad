/**
 * The event log: an append-only archive of every event, in files that anybody can check.
 *
 * <p>A log is a directory of segment files {@code events-<offset of the first record, 20
 * digits>.jsonl}, the file {@code events.id} with the log's identity, and {@code events.lock},
 * which the one writer holds. Each line of a segment is one JSON object, ended by a line feed:
 *
 * <pre>
 * {"crc":"8c3e01f2","prev":"0000…0000","n":0,"segment":{"format":1,"log":"5e0c…"}}
 * {"crc":"51d9b7a0","prev":"9b1f…42c7","n":0,"event":{"id":"…","type":"volume-observed",…}}
 * {"crc":"07aa3c55","prev":"d07e…1a90","n":1,"event":{"id":"…","type":"backup-due",…}}
 * </pre>
 *
 * The order and spelling of these four properties are fixed. {@code crc} is the CRC-32C, in eight
 * hexadecimal digits, of every byte of the line that follows its comma, the line feed excluded.
 * {@code prev} is the first 32 hexadecimal digits of the SHA-256 of the whole line before, also
 * across files, without its line feed; zeros for the first line of the log. {@code n} is the
 * record's offset, counted from 0 without gaps; in a segment's first line it is the offset of the
 * record that comes next. So a changed byte, a missing line, a missing file and a file of another
 * log are all found.
 *
 * <p>When old segments go ({@link com.datarestor.events.store.Compaction}), one file {@code
 * compacted-<offset of the first record it does not cover>.jsonl} takes the place of all of them:
 *
 * <pre>
 * {"crc":"…","prev":"0000…0000","n":4711,"compacted":{"format":1,"log":"5e0c…","hash":"d07e…","records":2}}
 * {"crc":"…","prev":"61c2…09ab","n":4710,"event":{"id":"…","type":"log-compacted",…}}
 * {"crc":"…","prev":"be10…77d4","n":4698,"event":{"id":"…","type":"backup-requested",…}}
 * </pre>
 *
 * Its records are those that are kept, under their old offsets, between facts that say the rest
 * again; {@code hash} is what the first remaining segment names as the line before it. Segments
 * that it covers are not read: a crash left them behind.
 */
@org.jspecify.annotations.NullMarked
package com.datarestor.events.store;
