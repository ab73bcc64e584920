package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SpecWriterTest {
  private record Written(Entry entry, String opaque) {}

  @Test
  void writesTheTagsThatAistoresOwnClientsTake() throws IOException {
    ObjectRef shard = new ObjectRef(Bucket.of(Provider.AWS, "b"), "s\"1\".tar");
    Bucket remote = new Bucket(Provider.AIS, new Namespace("u1", "ns"), "c");
    SpecOptions options =
        new SpecOptions(
            Optional.of(ArchiveFormat.TAR_LZ4),
            Optional.of(true),
            Optional.of(false),
            Optional.of(true),
            OptionalInt.of(1));

    String json =
        write(
            options,
            List.of(
                new Written(new Entry(shard, "x/ż.wav", new ByteRange(5, -1)), "AAA="),
                new Written(new Entry(new ObjectRef(remote, "o"), "", new ByteRange(0, -1)), "")));

    assertThat(json)
        .isEqualTo(
            """
            {"mime":".tar.lz4","coer":true,"onob":false,"strm":true,"coloc":1,"in":[
            {"objname":"s\\"1\\".tar","bucket":"b","provider":"aws","archpath":"x/ż.wav",\
            "opaque":"AAA=","start":5,"length":-1},
            {"objname":"o","uname":"ais/@u1#ns/c/"}
            ]}
            """);
  }

  @Property(tries = 300)
  void readsBackWhatItWrote(
      @ForAll("entries") List<Written> written, @ForAll("options") SpecOptions options)
      throws IOException {
    byte[] json = write(options, written).getBytes(StandardCharsets.UTF_8);
    List<Written> read = new ArrayList<>();

    SpecOptions back =
        new SpecReader(SpecDefaults.NONE)
            .read(
                "s.json",
                new ByteArrayInputStream(json),
                (entry, opaque, where) -> {
                  // One entry a line, behind the head.
                  assertThat(where.line()).isEqualTo(read.size() + 2L);
                  read.add(new Written(entry, opaque));
                });

    assertThat(read).isEqualTo(written);
    assertThat(back).isEqualTo(options);
  }

  @Test
  void passesTheStreamsErrorOn() throws IOException {
    IOException full = new IOException("disk full");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }

          @Override
          public void write(byte[] b, int offset, int length) throws IOException {
            throw full;
          }
        };
    Entry entry = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), "x".repeat(1_000_000)));
    SpecWriter writer = new SpecWriter(out, SpecOptions.NONE);

    assertThatThrownBy(() -> writer.write(entry, "")).isSameAs(full);
    assertThatThrownBy(writer::close).isSameAs(full);
  }

  @Provide
  Arbitrary<List<Written>> entries() {
    Arbitrary<String> names =
        Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(SpecWriterTest::isName);
    Arbitrary<ByteRange> ranges =
        Combinators.combine(
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                Arbitraries.longs().between(-1, Long.MAX_VALUE))
            .as(
                (start, length) ->
                    length == 0 || (start == 0 && length < 0)
                        ? ByteRange.WHOLE
                        : new ByteRange(start, length));
    Arbitrary<String> opaques =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(9)
            .map(bytes -> Base64.getEncoder().encodeToString(bytes));
    return Combinators.combine(buckets(), names, names.injectNull(0.5), ranges, opaques)
        .as(
            (bucket, name, archpath, range, opaque) ->
                new Written(
                    new Entry(new ObjectRef(bucket, name), archpath == null ? "" : archpath, range),
                    opaque))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<SpecOptions> options() {
    Arbitrary<Optional<Boolean>> flags = Arbitraries.of(true, false).optional();
    return Combinators.combine(
            Arbitraries.of(ArchiveFormat.class).optional(),
            flags,
            flags,
            flags,
            Arbitraries.integers().between(0, 2).optional())
        .as(
            (format, coer, onob, strm, coloc) ->
                new SpecOptions(
                    format,
                    coer,
                    onob,
                    strm,
                    coloc.map(OptionalInt::of).orElse(OptionalInt.empty())));
  }

  private static Arbitrary<Bucket> buckets() {
    Arbitrary<String> plain =
        Arbitraries.strings().alpha().numeric().withChars("-_").ofMaxLength(6);
    return Combinators.combine(
            Arbitraries.of(Provider.class),
            plain.injectDuplicates(0.5),
            plain.injectDuplicates(0.5),
            plain.filter(name -> !name.isEmpty()))
        .as(
            (provider, uuid, namespace, name) ->
                new Bucket(provider, new Namespace(uuid, namespace), name));
  }

  private static boolean isName(String name) {
    try {
      NameRules.checkObject(name);
      return true;
    } catch (InvalidNameException e) {
      return false;
    }
  }

  private static String write(SpecOptions options, List<Written> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpecWriter writer = new SpecWriter(out, options)) {
      for (Written written : entries) {
        writer.write(written.entry(), written.opaque());
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
