package com.datarestor.events;

/** A constant that is persisted under a name we chose, never under its Java name. */
public interface Named {

  /** The persisted name: kebab-case, unique in its type, never changed once released. */
  String wireName();
}
