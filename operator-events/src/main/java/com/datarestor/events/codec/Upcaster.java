package com.datarestor.events.codec;

import tools.jackson.databind.node.ObjectNode;

/** Reads an old version of an event's data as the next one. Pure. */
public interface Upcaster {

  /** The event type it is for. */
  String type();

  /** The version it reads; it gives the next one. */
  int from();

  /** The data as the next version has it. */
  ObjectNode upcast(ObjectNode data);
}
