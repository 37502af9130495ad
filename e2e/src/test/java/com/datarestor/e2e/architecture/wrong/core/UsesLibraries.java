package com.datarestor.e2e.architecture.wrong.core;

import com.cronutils.model.CronType;
import com.google.inject.Module;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.jms.Message;
import org.pcollections.HashTreePMap;
import picocli.CommandLine;

/** Each library, where it does not belong. */
final class UsesLibraries {

  Class<?>[] used() {
    return new Class<?>[] {
      Module.class,
      CommandLine.class,
      Counter.class,
      CronType.class,
      HashTreePMap.class,
      Message.class
    };
  }
}
