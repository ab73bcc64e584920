package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A source before a {@link FakeAistore}. */
@Timeout(60)
abstract class AgainstFakeAistore {
  static final Bucket BUCKET = Bucket.of(Provider.AIS, "b");

  FakeAistore server;
  AistoreSource source;

  @BeforeEach
  void start() throws IOException {
    server = new FakeAistore();
    server.bucket("b");
    source = open(Duration.ofSeconds(30), TokenSource.none(), server.endpoint());
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  static AistoreSource open(Duration deadline, TokenSource token, URI... endpoints)
      throws IOException {
    return AistoreSource.open(
        new AistoreConfig(
            List.of(endpoints), token, TlsFiles.NONE, ArchiveFormat.TAR, false, 0, 4, deadline));
  }

  /** A source that asks for multipart replies. */
  AistoreSource openBuffered() throws IOException {
    return AistoreSource.open(
        new AistoreConfig(
            List.of(server.endpoint()),
            TokenSource.none(),
            TlsFiles.NONE,
            ArchiveFormat.TAR,
            true,
            0,
            4,
            Duration.ofSeconds(30)));
  }

  static Entry object(String name) {
    return Entry.of(new ObjectRef(BUCKET, name));
  }

  static Entry object(String name, long start, long length) {
    return new Entry(new ObjectRef(BUCKET, name), "", new ByteRange(start, length));
  }

  static Entry member(String shard, String member) {
    return new Entry(new ObjectRef(BUCKET, shard), member, ByteRange.WHOLE);
  }

  static Entry member(String shard, String member, long start, long length) {
    return new Entry(new ObjectRef(BUCKET, shard), member, new ByteRange(start, length));
  }

  /** Stores objects o-0, o-1, ... */
  List<Entry> objects(int count, int size) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      server.put("b", "o-" + i, Contents.random(i, size));
      entries.add(object("o-" + i));
    }
    return entries;
  }

  static List<byte[]> contents(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> Contents.random(i, size)).toList();
  }

  static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "o-" + i).toList();
  }
}
