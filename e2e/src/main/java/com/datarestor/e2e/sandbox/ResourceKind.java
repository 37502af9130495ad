package com.datarestor.e2e.sandbox;

import java.util.List;

/**
 * A kind that the API server serves.
 *
 * @param status whether it has a status subresource
 * @param scale whether it has a scale subresource
 * @param custom whether a CustomResourceDefinition made it
 * @param selectable fields that field selectors may name, beside the metadata
 */
record ResourceKind(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    boolean status,
    boolean scale,
    boolean custom,
    List<Column> columns,
    List<String> selectable) {

  /** A printer column. */
  record Column(String name, String type, String path, int priority) {}

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Group and plural: what objects are kept under, whatever the version. */
  String key() {
    return group + "/" + plural;
  }

  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  String base() {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }
}
