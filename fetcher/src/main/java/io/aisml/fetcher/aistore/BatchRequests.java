package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends get-batches for what is outstanding, leaving out what would spoil them. For one thread. */
final class BatchRequests {
  /** Wrong ranges, before ranges of objects are no longer entrusted to a get-batch. */
  private static final int MAX_BAD_RANGES = 2;

  /**
   * A reply that has begun.
   *
   * @param indexes what it answers, in order
   */
  record Asked(BatchReply reply, List<Integer> indexes) {}

  private final Calls calls;
  private final BadBuckets badBuckets;
  private final ServerVersion version;
  private final Lifeline lifeline;
  private final Patience patience;
  private final Outstanding outstanding;
  private final Window window;
  private int badRanges;

  BatchRequests(
      Calls calls,
      BadBuckets badBuckets,
      ServerVersion version,
      Lifeline lifeline,
      Patience patience,
      Outstanding outstanding,
      Window window) {
    this.calls = calls;
    this.badBuckets = badBuckets;
    this.version = version;
    this.lifeline = lifeline;
    this.patience = patience;
    this.outstanding = outstanding;
    this.window = window;
  }

  /** An entry's range turned out to be wrong, or was taken for the whole object. */
  void badRange() {
    badRanges++;
  }

  /**
   * Asks for the next entries.
   *
   * @return null when nothing is left to be asked for in this way
   */
  @Nullable Asked next() throws IOException {
    while (true) {
      outstanding.open(window.oneByOne()).forEach(outstanding::putOff);
      List<Integer> candidates = outstanding.open(window.size());
      if (candidates.isEmpty()) {
        return null;
      }
      List<Integer> asked = List.of();
      try {
        asked = screened(candidates);
        if (!asked.isEmpty()) {
          return new Asked(calls.batch(outstanding.entries(asked), lifeline), asked);
        }
      } catch (RefusedException e) {
        refused(e, asked);
      } catch (Unreachable e) {
        patience.pause("get-batch", e);
      }
    }
  }

  /** Settles those candidates that a get-batch must not or cannot carry, and gives the rest. */
  private List<Integer> screened(List<Integer> candidates) throws IOException {
    List<Integer> asked = new ArrayList<>();
    for (int index : candidates) {
      Entry entry = outstanding.entry(index);
      IllegalName illegal = IllegalName.in(entry);
      BadBuckets.Flaw flaw = badBuckets.flaw(entry.object().bucket());
      if (illegal != null) {
        outstanding.failed(index, illegal.kind(), illegal.message());
      } else if (flaw != null) {
        outstanding.failed(index, flaw.kind(), flaw.describe(entry));
      } else if (isBetterAlone(entry) || calls.listedMembers().has(entry)) {
        outstanding.putOff(index);
      } else if (entry.range().isWhole() || isServed(index, entry)) {
        asked.add(index);
      }
    }
    return asked;
  }

  /**
   * A get-batch may answer a range with the whole object (AIStore {@code xact/xs/moss.go: gfn}).
   * That shows in the length only where a length was asked for. And a range whose end overflows is
   * nothing for its arithmetic.
   */
  private boolean isBetterAlone(Entry entry) {
    ByteRange range = entry.range();
    boolean trusted =
        range.hasLength()
            && range.start() + range.length() > 0
            && (entry.isArchived() || badRanges < MAX_BAD_RANGES);
    return !range.isWhole() && !trusted;
  }

  /** Whether the server knows ranges; if not, the entry fails. */
  private boolean isServed(int index, Entry entry) throws IOException {
    Optional<String> lack = version.lacksRanges(lifeline);
    lack.ifPresent(l -> outstanding.failed(index, FailureKind.FAILED, entry + ": " + l));
    return lack.isEmpty();
  }

  private void refused(RefusedException e, List<Integer> asked) throws IOException {
    String what =
        asked.size() == 1
            ? outstanding.entry(asked.get(0)).toString()
            : "get-batch of " + asked.size() + " entries";
    switch (e.error().verdict()) {
      case BAD_BUCKET -> {
        if (!findBadBuckets()) {
          patience.pause(what, e);
        }
      }
      case FORBIDDEN -> {
        if (!findBadBuckets()) {
          throw e.asSourceException(what);
        }
      }
      case UNAUTHORIZED, ALIEN -> throw e.asSourceException(what);
      case THROTTLED, TRANSIENT, FAULT -> patience.pause(what, e);
      case NOT_FOUND, OUT_OF_RANGE, REFUSED -> {
        if (asked.size() == 1) {
          outstanding.putOff(asked.get(0));
        } else {
          window.halve(asked.size());
        }
      }
    }
  }

  private boolean findBadBuckets() throws IOException {
    try {
      return badBuckets.probe(outstanding.buckets(), lifeline);
    } catch (RefusedException | Unreachable e) {
      patience.pause("looking for buckets", e);
      return true; // the request itself tells what is still wrong
    }
  }
}
