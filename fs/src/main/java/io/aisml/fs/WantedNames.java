package io.aisml.fs;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.SoughtNames;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import java.util.Arrays;

/**
 * Files of unknown size that one listing can tell, found by the name that the listing gives them. A
 * hash table of file numbers: the names themselves stay in the plan. Not thread-safe.
 */
final class WantedNames {
  private static final int FREE = -1;

  private final Plan plan;
  private final Bucket bucket;
  private final String shard;
  private int[] table = free(16);
  private final SoughtNames sought = new SoughtNames();

  /**
   * @param shard the archive that holds them all, or empty for plain objects
   */
  WantedNames(Plan plan, Bucket bucket, String shard) {
    this.plan = plan;
    this.bucket = bucket;
    this.shard = shard;
  }

  private static int[] free(int length) {
    int[] table = new int[length];
    Arrays.fill(table, FREE);
    return table;
  }

  Bucket bucket() {
    return bucket;
  }

  boolean isShard() {
    return !shard.isEmpty();
  }

  SoughtNames sought() {
    return sought;
  }

  /** What a listing has to ask for to tell them all. */
  String prefix() {
    return isShard() ? shard : sought.directory();
  }

  void add(int file) {
    String name = name(file);
    sought.add(name);
    if (sought.count() * 2 > table.length) {
      int[] before = table;
      table = free(before.length * 2);
      for (int other : before) {
        if (other != FREE) {
          table[slot(name(other))] = other;
        }
      }
    }
    table[slot(name)] = file;
  }

  /** The file of a name, or -1. */
  int find(String name) {
    return table[slot(name)];
  }

  /** Where a name stands, or the free slot where it would. */
  private int slot(String name) {
    int mask = table.length - 1;
    int hash = name.hashCode() * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (table[slot] != FREE && !name(table[slot]).equals(name)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** What a listing calls a file. */
  private String name(int file) {
    Entry entry = plan.entry(file);
    String object = entry.object().name();
    return entry.isArchived() ? object + "/" + entry.archpath() : object;
  }
}
