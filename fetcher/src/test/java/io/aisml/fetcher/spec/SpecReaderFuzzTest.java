package io.aisml.fetcher.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, it is a spec or the reader says in one line why not. */
class SpecReaderFuzzTest {
  private static final List<String> NAMES = List.of("s.json", "s.yaml", "s");

  private static final List<String> SPECS =
      List.of(
          """
          {"mime": ".tar", "in": [
            {"objname": "a\\u00e9\\n.wav", "bucket": "b", "provider": "s3"},
            {"objname": "s.tar", "archpath": "x/y", "start": 5, "length": -1, "opaque": "+/8="},
            {"objname": "u", "uname": "ais/@u1#ns/d/", "bucket": null}
          ], "coer": true, "coloc": 2}
          """,
          """
          # spec
          output_format: .zip
          in:
            - objname: żółć.wav
              opaque: |
                +/8=
            - {objname: 's.tar', "archpath": "x\\ty", start: 5, length: 9}
            - &x
              objname: >-
                folded
          streaming_get: yes
          """);

  // What the two syntaxes are made of, and bytes that are no text.
  private static final byte[] ODD_BYTES =
      "{}[]:,\"'\\|>&*!?%@#-~<=.0123456789eExX+_ \t\n\r\0\u0001nulltrue"
          .getBytes(StandardCharsets.US_ASCII);

  /** Replaces {@code length} bytes from {@code at} on by one other, or by a copy of the spec. */
  record Mutation(double at, int length, int odd) {
    byte[] apply(byte[] text) {
      int from = (int) (at * text.length);
      int to = Math.min(text.length, from + length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(text, 0, from);
      if (odd < ODD_BYTES.length) {
        out.write(ODD_BYTES[odd]);
      } else if (odd < 255) {
        out.write(odd);
      }
      out.write(text, to, text.length - to);
      return out.toByteArray();
    }
  }

  @Property(tries = 2000)
  void readsOrRefusesAnyBytes(@ForAll byte[] bytes) throws IOException {
    readOrRefuse(bytes);
  }

  @Property(tries = 2000)
  void readsOrRefusesAnyTextOfTheTwoSyntaxes(@ForAll("pieces") List<String> pieces)
      throws IOException {
    readOrRefuse(String.join("", pieces).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3000)
  void readsOrRefusesAMutatedSpec(
      @ForAll("specs") String spec, @ForAll("mutations") List<Mutation> mutations)
      throws IOException {
    byte[] bytes = spec.getBytes(StandardCharsets.UTF_8);
    for (Mutation mutation : mutations) {
      bytes = mutation.apply(bytes);
    }
    readOrRefuse(bytes);
  }

  @Provide
  Arbitrary<String> specs() {
    return Arbitraries.of(SPECS);
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, true, 1, false),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 256))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "\"",
            "'",
            "\n",
            "\n- ",
            "\n  ",
            "- ",
            "? ",
            "in",
            "objname",
            "\"in\"",
            "\"objname\"",
            "start",
            "1",
            "-1",
            "0x1",
            "1e9",
            "true",
            "null",
            "~",
            "&a ",
            "*a",
            "!!binary ",
            "!!str ",
            "!x ",
            "|\n",
            ">\n",
            "%YAML 1.2\n",
            "---",
            "...",
            "#",
            "\t",
            "\\",
            "\\u0000",
            "\\ud800",
            "<<: ",
            "@",
            "`",
            "\u0085",
            "\u2028",
            "\ufeff",
            "a/b")
        .list()
        .ofMaxSize(20);
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    SpecReader reader = new SpecReader(SpecDefaults.of(Bucket.of(Provider.AIS, "b")));
    for (String name : NAMES) {
      try {
        reader.read(name, new ByteArrayInputStream(bytes), (entry, opaque, where) -> {});
      } catch (InvalidSpecException e) {
        assertThat(e).hasMessageMatching("s[.a-z]*:[1-9][0-9]*:[1-9][0-9]*: \\P{Cntrl}+");
      }
    }
  }
}
