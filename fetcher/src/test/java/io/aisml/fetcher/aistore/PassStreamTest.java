package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many members of one archive, by passes over it. The server sends all of an archive, as one does
 * that does not know of selecting.
 */
class PassStreamTest extends AgainstFakeAistore {
  private static final int SIZE = 3000;

  /** Members that no pass is asked for stand between those that are. */
  private List<Entry> tar(String name, int members) throws IOException {
    List<Entry> entries = new ArrayList<>();
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (ArchiveWriter archive = ArchiveWriter.to(ArchiveFormat.TAR, tar)) {
      for (int i = 0; i < members; i++) {
        String member = "m-%04d".formatted(i);
        byte[] content = Contents.random(i, SIZE);
        add(archive, "another-" + i, new byte[10]);
        add(archive, member, content);
        server.put("b", name + "!" + member, content);
        entries.add(member(name, member));
      }
      archive.finish();
    }
    server.put("b", name, tar.toByteArray());
    return entries;
  }

  private static void add(ArchiveWriter archive, String name, byte[] content) throws IOException {
    archive.begin(name, content.length);
    archive.write(content, 0, content.length);
  }

  @Test
  void asksForMembersByOnePassAndForTheRestByAGetBatch() throws IOException {
    List<Entry> entries = new ArrayList<>(tar("s.tar", 20));
    entries.add(7, entries.get(3));
    entries.add(object("o"));
    server.put("b", "o", new byte[] {1});
    entries.add(member("s.tar", "m-0001", 10, 20));
    entries.add(member("s.tar", "missing"));
    List<byte[]> expected = new ArrayList<>(contents(20, SIZE));
    expected.add(7, expected.get(3));
    expected.add(new byte[] {1});
    expected.add(Arrays.copyOfRange(expected.get(1), 10, 30));

    Answers answers = Answers.of(source.batchInAnyOrder(entries));

    assertThat(answers.all(23)).containsExactlyElementsOf(expected);
    assertThat(answers.failure(23).message()).contains("s.tar/missing");
    assertThat(server.batches())
        .singleElement()
        .satisfies(
            batch -> assertThat(batch.asked()).containsExactly("s.tar", "o", "s.tar", "s.tar"));
    assertThat(server.objectRequests("GET").get(0).query()).contains("archmode=regexp");
  }

  @Test
  void takesMembersInWhateverOrderTheyAreAskedFor() throws IOException {
    List<Entry> entries = new ArrayList<>(tar("s.tar", 30));
    Collections.reverse(entries);
    List<byte[]> expected = new ArrayList<>(contents(30, SIZE));
    Collections.reverse(expected);

    assertThat(Answers.of(source.batchInAnyOrder(entries)).all(30))
        .containsExactlyElementsOf(expected);
    assertThat(server.batches()).isEmpty();
    assertThat(source.counters().bytesReceived.sum()).isEqualTo(30L * SIZE);
  }

  @Test
  void leavesFewMembersToAGetBatch() throws IOException {
    List<Entry> entries = tar("s.tar", 15);

    assertThat(Answers.of(source.batchInAnyOrder(entries)).all(15))
        .containsExactlyElementsOf(contents(15, SIZE));
    assertThat(server.batches()).hasSize(1);
    assertThat(server.objectRequests("GET")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 700, 20_000, 100_000})
  void goesOnWhereAPassBreaksOff(int bytes) throws IOException {
    List<Entry> entries = tar("s.tar", 40);
    server.objectFaults.add(new Fault.CloseAfter(bytes));

    assertThat(Answers.of(source.batchInAnyOrder(entries)).all(40))
        .containsExactlyElementsOf(contents(40, SIZE));
    assertThat(server.batches()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 414})
  void doesWithoutARefusedPass(int status) throws IOException {
    List<Entry> entries = tar("s.tar", 40);
    server.objectFaults.add(new Fault.Status(status, "", "no"));

    assertThat(Answers.of(source.batchInAnyOrder(entries)).all(40))
        .containsExactlyElementsOf(contents(40, SIZE));
    assertThat(server.batches().get(0).asked()).hasSize(40);
  }

  @Test
  void splitsPatternsThatProxiesRefuse() throws IOException {
    List<Entry> entries = tar("s.tar", 1000);

    assertThat(Answers.of(source.batchInAnyOrder(entries)).all(1000))
        .containsExactlyElementsOf(contents(1000, SIZE));
    assertThat(server.objectRequests("GET"))
        .hasSizeBetween(2, 4)
        .allSatisfy(get -> assertThat(get.query()).hasSizeLessThan(7000));
  }

  @Test
  void namesMembersLiterally() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(member("s.tar", "d/a+b (%d) [x]{2}^$*?|\\ü.wav".formatted(i)));
    }

    Pattern pattern = Pattern.compile(ArchivePass.of(entries).remove().pattern());

    assertThat(entries).allMatch(entry -> pattern.matcher(entry.archpath()).matches());
    assertThat(pattern.matcher("d/a+b (3) [x]{2}^$*?|\\üxwav").matches()).isFalse();
    assertThat(pattern.matcher("d/aab (3) [x]{2}^$*?|\\ü.wav").matches()).isFalse();
    assertThat(URLDecoder.decode(AisUrl.encode(pattern.pattern(), ""), StandardCharsets.UTF_8))
        .isEqualTo(pattern.pattern());
  }

  @Test
  void ofZipsThereAreNone() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      entries.add(member("s.zip", "m-" + i));
    }

    assertThat(ArchivePass.of(entries)).isEmpty();
  }

  @Test
  void aCloseEndsAPassThatStandsStill() throws Exception {
    List<Entry> entries = tar("s.tar", 40);
    server.objectFaults.add(new Fault.Stall(20_000));
    EntryStream stream = source.batchInAnyOrder(entries);
    Thread closer =
        new Thread(
            () -> {
              try {
                server.stalled.await();
              } catch (InterruptedException e) {
                return; // the test has ended
              }
              stream.close();
            });
    closer.start();

    assertThatThrownBy(
            () -> {
              for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
                Answers.read(stream, SIZE);
              }
            })
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("closed");
    closer.join();
  }
}
