package com.datarestor.e2e.sandbox;

import java.io.IOException;
import java.io.InputStream;

/** Logs of pods. */
interface PodLogs {

  /**
   * @param follow whether to go on until the pod has ended
   * @param tail only so many last lines, or all when negative
   */
  InputStream open(String namespace, String pod, boolean follow, int tail) throws IOException;
}
