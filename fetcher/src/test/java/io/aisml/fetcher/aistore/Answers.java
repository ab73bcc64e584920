package io.aisml.fetcher.aistore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** All that a stream gave, by index; each index once. */
record Answers(Map<Integer, byte[]> data, Map<Integer, EntryReply.Failure> failures) {
  /** Reads a stream to its end and closes it. */
  static Answers of(EntryStream stream) throws IOException {
    Answers answers = new Answers(new TreeMap<>(), new TreeMap<>());
    try (stream) {
      for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
        assertThat(answers.data).doesNotContainKey(reply.index());
        assertThat(answers.failures).doesNotContainKey(reply.index());
        if (reply instanceof EntryReply.Data data) {
          answers.data.put(data.index(), read(stream, data.size()));
        } else if (reply instanceof EntryReply.Failure failure) {
          answers.failures.put(failure.index(), failure);
        }
      }
    }
    return answers;
  }

  /** The data of entries 0 to {@code count}, all of which must have some. */
  List<byte[]> all(int count) {
    assertThat(data).hasSize(count);
    return IntStream.range(0, count).mapToObj(data::get).toList();
  }

  /** The failure of an entry that must have failed. */
  EntryReply.Failure failure(int index) {
    return requireNonNull(failures.get(index), () -> "entry " + index + " has not failed");
  }

  static byte[] read(EntryStream stream, long size) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(size));
    stream.readFully(content);
    assertThat(content.position()).isEqualTo(size);
    assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    return content.array();
  }
}
