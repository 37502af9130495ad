package com.datarestor.core.api.v1alpha1;

/** What the API server can tell of a list of namespace names. */
final class Namespaces {

  static final String CEL = "self.all(n, n.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'))";
  static final String ADVICE =
      "matchNamespaces holds exact namespace names, without wildcards; to match several namespaces use namespaceSelector with their labels";

  private Namespaces() {}
}
