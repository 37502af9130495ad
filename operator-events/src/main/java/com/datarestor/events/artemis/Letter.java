package com.datarestor.events.artemis;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.codec.CommandCodec;
import com.datarestor.events.store.EventRecord;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * An event or command as a message: one line of JSON, and beside it what must be known without
 * reading it.
 *
 * @param key its stream or key
 */
record Letter(String id, String type, String key, String json) {

  /**
   * A letter as it arrived.
   *
   * @param whole false when a byte of it changed on the way
   */
  record Received(Letter letter, boolean whole) {

    /**
     * @throws PermanentFailure when it is not as it was sent
     */
    Letter requireWhole() {
      if (!whole) {
        throw new PermanentFailure(
            "damaged", "the message was damaged in the broker's files: check the disk");
      }
      return letter;
    }
  }

  /** Keys are spread over so many buckets. */
  private static final int BUCKETS = 4096;

  private static final int BUCKET_BITS = 12;

  /** Set on a message for one consumer group only. */
  static final String ONLY = "datarestor_only";

  /** Set on the message that ends a drain; it carries nothing. */
  static final String MARKER = "datarestor_marker";

  static final String ID = "datarestor_id";
  private static final String TYPE = "datarestor_type";
  private static final String KEY = "datarestor_key";
  private static final String BUCKET = "datarestor_bucket";

  /** The broker's files have no checksum: a flipped byte is delivered as it is. */
  private static final String CHECKSUM = "datarestor_crc";

  static Letter of(EventRecord record) {
    return new Letter(
        record.metadata().id(), record.type(), record.metadata().stream().value(), record.json());
  }

  static Letter of(CommandEnvelope command, CommandCodec codec) {
    return new Letter(
        command.id(),
        codec.typeOf(command.command()),
        command.command().key(),
        codec.encode(command));
  }

  /** Selects what a group's queue takes. */
  static String isFor(ConsumerGroup group) {
    return "%s IS NULL OR %s = '%s'".formatted(ONLY, ONLY, group.wireName());
  }

  /** Selects the keys of one lane. */
  static String isInLane(int lane, int lanes) {
    return "%s >= %d AND %s < %d"
        .formatted(BUCKET, lane * BUCKETS / lanes, BUCKET, (lane + 1) * BUCKETS / lanes);
  }

  /** Selects by id. */
  static String hasId(String id) {
    return "%s = '%s'".formatted(ID, id.replace("'", "''"));
  }

  BytesMessage toMessage(Session session) throws JMSException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    message.setStringProperty(ID, id);
    message.setStringProperty(TYPE, type);
    message.setStringProperty(KEY, key);
    message.setIntProperty(BUCKET, bucket(key));
    message.setIntProperty(CHECKSUM, checksum(body));
    return message;
  }

  /** The letter in a message, and whether it is as it was sent. */
  static Received from(Message message) throws JMSException {
    BytesMessage bytes = (BytesMessage) message;
    byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
    bytes.readBytes(body);
    Letter letter =
        new Letter(
            message.getStringProperty(ID),
            message.getStringProperty(TYPE),
            message.getStringProperty(KEY),
            new String(body, StandardCharsets.UTF_8));
    return new Received(letter, message.getIntProperty(CHECKSUM) == checksum(body));
  }

  /** What is whole and yet not ours to read. */
  static PermanentFailure unreadable(IllegalArgumentException cause) {
    PermanentFailure failure =
        new PermanentFailure("unreadable", String.valueOf(cause.getMessage()));
    failure.initCause(cause);
    return failure;
  }

  static boolean isMarker(Message message) throws JMSException {
    return message.propertyExists(MARKER);
  }

  private static int bucket(String key) {
    // multiplied by the golden ratio, so that keys that are alike do not fall into one lane
    return (key.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - BUCKET_BITS);
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
