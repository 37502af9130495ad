package com.datarestor.events;

/**
 * One of the operator's annotations as it stands on an object.
 *
 * @param key short key without the prefix
 * @param value without credentials, and cut to a length that no understood value reaches
 * @param manager the name under which it was written, such as {@code kubectl-annotate}; empty when
 *     the API server did not say
 * @param declarative whether the writer keeps stating what shall be, as GitOps tools do
 */
public record AnnotationValue(String key, String value, String manager, boolean declarative) {}
