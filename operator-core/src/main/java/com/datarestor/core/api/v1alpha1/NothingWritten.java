package com.datarestor.core.api.v1alpha1;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says to Jackson which objects were not written by the user and are not written back: those that
 * equal this one.
 */
final class NothingWritten {

  private static final Set<Object> NOTHING =
      Set.of(ResticOptions.NONE, JobTemplate.NONE, JobResources.NONE, ExtraArguments.NONE);

  @Override
  public boolean equals(@Nullable Object other) {
    return other == null || other instanceof NothingWritten || NOTHING.contains(other);
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
