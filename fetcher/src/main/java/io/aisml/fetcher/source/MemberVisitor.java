package io.aisml.fetcher.source;

/** Takes members of a shard one by one. */
@FunctionalInterface
public interface MemberVisitor {
  /**
   * @param name as it is stored
   */
  void member(String name, byte[] content);
}
