package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/** A Namespace with only its metadata: selectors look at its labels. */
@Group("")
@Version("v1")
@Kind("Namespace")
@Plural("namespaces")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class NamespaceView extends CustomResource<NamespaceView.Part, NamespaceView.Part> {

  private static final long serialVersionUID = 1L;

  /** Nothing of it is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Part() {}

  /** The claims that no pod has to wait for, as it is written on the namespace. */
  @JsonIgnore
  public String settledClaims() {
    Map<String, String> annotations = getMetadata().getAnnotations();
    return annotations == null
        ? ""
        : annotations.getOrDefault(Annotations.key(Annotations.SETTLED_CLAIMS), "");
  }

  /** Whether it is labelled as one whose claims are all settled. */
  @JsonIgnore
  public boolean isSettled() {
    Map<String, String> labels = getMetadata().getLabels();
    return labels != null && Annotations.SETTLED.equals(labels.get(Annotations.CLAIMS_LABEL));
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    metadata.setManagedFields(null);
    super.setMetadata(metadata);
  }
}
