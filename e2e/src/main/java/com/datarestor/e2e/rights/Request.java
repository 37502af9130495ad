package com.datarestor.e2e.rights;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that the API server wrote into its audit log.
 *
 * @param group of the API; empty for the core
 * @param resource plural, with a subresource behind a slash
 * @param namespace empty for objects of the cluster, and for requests about all namespaces
 * @param name empty for requests about several objects, and where the server gives the name
 * @param allowed by the authorizers; admission or validation may have refused it all the same
 */
record Request(
    String verb, String group, String resource, String namespace, String name, boolean allowed) {

  /** One line of the log, if it is of this user and about a resource. */
  static Optional<Request> read(JsonNode line, String user) {
    JsonNode about = line.path("objectRef");
    if (about.isMissingNode() || !user.equals(text(line.path("user"), "username"))) {
      return Optional.empty();
    }
    String subresource = text(about, "subresource");
    String resource = text(about, "resource");
    return Optional.of(
        new Request(
            text(line, "verb"),
            text(about, "apiGroup"),
            subresource.isEmpty() ? resource : resource + "/" + subresource,
            text(about, "namespace"),
            text(about, "name"),
            "allow".equals(text(line.path("annotations"), "authorization.k8s.io/decision"))));
  }

  private static String text(JsonNode node, String field) {
    @Nullable String value = node.path(field).asString("");
    return Objects.requireNonNullElse(value, "");
  }

  @Override
  public String toString() {
    return "%s %s%s%s%s"
        .formatted(
            verb,
            resource,
            group.isEmpty() ? "" : "." + group,
            name.isEmpty() ? "" : " " + name,
            namespace.isEmpty() ? "" : " in " + namespace);
  }
}
