package com.datarestor.events;

/**
 * Identity of a repository: a hash of its exact target, so that credentials inside a target never
 * reach a log and two Configs that name one repository share its locks.
 *
 * @param value 16 hexadecimal digits
 */
public record RepositoryId(String value) {

  public static RepositoryId ofTarget(String target) {
    return new RepositoryId(Digests.of(16, "repository", target));
  }

  @Override
  public String toString() {
    return value;
  }
}
