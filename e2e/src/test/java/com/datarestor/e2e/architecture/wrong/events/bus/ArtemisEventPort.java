package com.datarestor.e2e.architecture.wrong.events.bus;

import tools.jackson.databind.JsonNode;

/** A port that says how it is done, and that shows Jackson. */
interface ArtemisEventPort {
  void send(JsonNode event);
}
