package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** How a label is compared, in the words of Kubernetes. */
public enum LabelOperator {
  @JsonProperty("In")
  IN("In"),
  @JsonProperty("NotIn")
  NOT_IN("NotIn"),
  @JsonProperty("Exists")
  EXISTS("Exists"),
  @JsonProperty("DoesNotExist")
  DOES_NOT_EXIST("DoesNotExist");

  private final String wireName;

  LabelOperator(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  @JsonCreator
  static @Nullable LabelOperator read(@Nullable String text) {
    return WireNames.find(values(), LabelOperator::wireName, text);
  }
}
