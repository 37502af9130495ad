package com.datarestor.app.explain;

import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.VolumeEvent;

/** Which claim or Config an event speaks of. */
final class About {

  private static final ObjectRef NOBODY = new ObjectRef("", "", "", "");

  private About() {}

  /** The object of this kind; one with an empty name when it speaks of none. */
  static ObjectRef of(DomainEvent event, String kind) {
    ObjectRef first =
        switch (event) {
          case VolumeEvent e -> e.volume();
          case ConfigEvent e -> e.config();
          case RepositoryEvent e -> e.config();
          case OperationEvent e ->
              kind.equals(ObjectRef.CONFIG) ? e.operation().config() : e.operation().about();
          default -> NOBODY;
        };
    return first.kind().equals(kind) ? first : NOBODY;
  }
}
