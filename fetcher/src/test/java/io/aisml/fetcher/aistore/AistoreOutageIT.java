package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a cluster of its own, whose nodes stop. */
@Timeout(300)
class AistoreOutageIT {
  private AistoreCluster cluster;

  @BeforeEach
  void start() {
    cluster = AistoreCluster.start();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private AistoreSource open(Duration deadline) throws IOException {
    AistoreConfig config = AistoreConfig.of(cluster.endpoint());
    return AistoreSource.open(
        new AistoreConfig(
            config.endpoints(),
            config.token(),
            config.tls(),
            ArchiveFormat.TAR,
            false,
            0,
            4,
            deadline));
  }

  /** What the killed target held comes when it is back; nothing comes twice or wrong. */
  @Test
  void finishesABatchInWhichATargetDiedAndCameBack() throws IOException {
    Bucket bucket = Bucket.of(Provider.AIS, cluster.newBucket("killed"));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      cluster.put(bucket.name(), "o-" + i, Contents.random(i, 4 << 20));
      entries.add(Entry.of(new ObjectRef(bucket, "o-" + i)));
    }
    int came = 0;
    try (AistoreSource source = open(Duration.ofMinutes(2));
        EntryStream stream = source.batch(entries)) {
      for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
        assertThat(reply).isInstanceOf(EntryReply.Data.class);
        assertThat(Answers.read(stream, ((EntryReply.Data) reply).size()))
            .isEqualTo(Contents.random(reply.index(), 4 << 20));
        if (++came == 3) {
          cluster.killTarget(2);
          cluster.restartTarget(2);
        }
      }
    }
    assertThat(came).isEqualTo(48);
  }

  @Test
  void failsWhileTheClusterIsGoneAndWorksWhenItIsBack() throws IOException {
    Bucket bucket = Bucket.of(Provider.AIS, cluster.newBucket("gone"));
    cluster.put(bucket.name(), "o", new byte[] {1, 2, 3});
    List<Entry> entries = List.of(Entry.of(new ObjectRef(bucket, "o")));
    try (AistoreSource source = open(Duration.ofSeconds(2));
        AistoreSource patient = open(Duration.ofMinutes(2))) {
      assertThat(Answers.of(source.batch(entries)).all(1)).containsExactly(new byte[] {1, 2, 3});

      cluster.stopAll();
      assertThatThrownBy(() -> Answers.of(source.batch(entries)))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(cluster.endpoint().toString());
      assertThatThrownBy(() -> source.connect(Duration.ZERO))
          .hasMessageContaining("is the cluster running, and is endpoint right?");

      cluster.startAll();
      patient.connect(Duration.ofSeconds(60));
      assertThat(Answers.of(patient.batch(entries)).all(1)).containsExactly(new byte[] {1, 2, 3});
    }
  }

  @Test
  void isRefusedWithoutATokenAndServedWithOne() throws IOException {
    try (AistoreCluster guarded = AistoreCluster.start("--auth-key", "a key for this test")) {
      Bucket bucket = Bucket.of(Provider.AIS, guarded.newBucket("guarded"));
      guarded.put(bucket.name(), "o", new byte[] {1, 2, 3});
      List<Entry> entries = List.of(Entry.of(new ObjectRef(bucket, "o")));
      for (TokenSource refused : List.of(TokenSource.none(), TokenSource.fixed("no.jwt.atall"))) {
        try (AistoreSource source = open(guarded, refused)) {
          assertDenied(() -> source.connect(Duration.ofMinutes(10)));
          assertDenied(() -> Answers.of(source.batch(entries)));
          assertDenied(() -> source.head(entries.get(0).object()));
          assertThat(Answers.of(source.entry(entries.get(0))).failure(0).kind())
              .isEqualTo(FailureKind.DENIED);
        }
      }
      try (AistoreSource source = open(guarded, TokenSource.fixed(guarded.token().orElseThrow()))) {
        source.connect(Duration.ZERO);
        assertThat(Answers.of(source.batch(entries)).all(1)).containsExactly(new byte[] {1, 2, 3});
        assertThat(Answers.of(source.entry(entries.get(0))).data()).hasSize(1);
      }
    }
  }

  private static AistoreSource open(AistoreCluster cluster, TokenSource token) throws IOException {
    AistoreConfig config = AistoreConfig.of(cluster.endpoint());
    return AistoreSource.open(
        new AistoreConfig(
            config.endpoints(),
            token,
            config.tls(),
            ArchiveFormat.TAR,
            false,
            0,
            4,
            config.deadline()));
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DENIED))
        .hasMessageContaining("give a valid token");
  }

  /** A get-batch never fetches cold objects: it gives placeholders, and a GET gives the data. */
  @Test
  void fetchesColdObjectsOfARemoteCluster() throws IOException {
    try (AistoreCluster remote = AistoreCluster.start()) {
      String name = remote.newBucket("cold");
      List<Entry> entries = new ArrayList<>();
      List<byte[]> contents = new ArrayList<>();
      cluster.attachRemote("far", remote);
      Bucket bucket = new Bucket(Provider.AIS, new Namespace("far", ""), name);
      for (int i = 0; i < 30; i++) {
        contents.add(Contents.random(i, 1000 + i));
        remote.put(name, "o-" + i, contents.get(i));
        entries.add(new Entry(new ObjectRef(bucket, "o-" + i), "", ByteRange.WHOLE));
      }
      try (AistoreSource source = open(Duration.ofMinutes(1))) {
        assertThat(Answers.of(source.batch(entries)).all(30)).containsExactlyElementsOf(contents);
        long gets = source.counters().entryRequests.sum();
        assertThat(gets).isEqualTo(30);

        assertThat(Answers.of(source.batch(entries)).all(30)).containsExactlyElementsOf(contents);
        assertThat(source.counters().entryRequests.sum()).isEqualTo(gets);
      }
    }
  }
}
