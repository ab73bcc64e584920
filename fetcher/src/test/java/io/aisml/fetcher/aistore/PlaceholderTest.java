package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the server puts in place of entries that it could not get. */
class PlaceholderTest extends AgainstFakeAistore {
  @Test
  void areConfirmedBeforeAnybodyHearsOfThem() throws IOException {
    List<Entry> entries = new ArrayList<>(objects(3, 10));
    entries.add(1, object("missing"));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 2, 3);
    assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(answers.failure(1).message()).contains("ais://b/missing");
    assertThat(server.objectRequests("GET")).hasSize(1);
  }

  @Test
  void areToldFromNamesThatLookLikeThem() throws IOException {
    server.put("b", "__404__/empty", new byte[0]);
    server.put("b", "__404__/full", new byte[] {1});
    List<Entry> entries =
        List.of(
            object("__404__/empty"),
            object("__404__/full"),
            object("__404__/missing"),
            member("__404__/shard.tar", "m"));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 1);
    assertThat(answers.failures().keySet()).containsExactly(2, 3);
    assertThat(server.objectRequests("GET")).hasSize(2);
  }

  @Test
  void inGreatNumberKeepNoOthersFromComing() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (i % 10 != 3) {
        server.put("b", "o-" + i, new byte[] {(byte) i});
      }
      entries.add(object("o-" + i));
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data()).hasSize(9_000);
    assertThat(answers.failures()).hasSize(1_000);
    assertThat(answers.failures().keySet()).allMatch(i -> i % 10 == 3);
    // 1,000 placeholders, at most 8 of them in a reply.
    assertThat(server.batches().size()).isBetween(125, 300);
    assertThat(server.objectRequests("GET")).hasSize(1_000);
  }

  @Test
  void ofAllEntriesAreNotAskedForInBatchesForLong() throws IOException {
    List<Entry> entries = IntStream.range(0, 2000).mapToObj(i -> object("x-" + i)).toList();

    assertThat(Answers.of(source.batch(entries)).failures()).hasSize(2000);
    assertThat(server.batches()).hasSizeLessThan(20);
  }
}
