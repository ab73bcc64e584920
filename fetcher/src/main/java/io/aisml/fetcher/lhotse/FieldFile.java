package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * A file of a Lhotse Shar directory with the values that a field of its cuts has: lines <code>
 * {"cut_id": ID, FIELD: VALUE}</code>, without the field for a cut that has none. Lhotse {@code
 * lhotse/shar/readers/lazy.py: _jsonl_tar_adaptor}.
 */
public final class FieldFile {
  /** For a cut without a value. */
  public static final String NONE = "";

  private static final String CUT_ID = "cut_id";

  private FieldFile() {}

  /**
   * Reads a file, plain or compressed.
   *
   * @param name what messages call it; its suffix counts as a file's does
   * @return by cut, the values as they are written, those of cuts of one id in their order
   * @throws InvalidManifestException at the first line that is none of such a file
   * @throws IOException when the file can't be read
   */
  public static Map<String, Queue<String>> read(String name, Path file, String field)
      throws IOException {
    Map<String, Queue<String>> values = new HashMap<>();
    long number = 0;
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(ManifestInput.decompress(name, in), Manifest.MAX_LINE);
      while (lines.next()) {
        number = lines.number();
        if (lines.isTooLong()) {
          throw new InvalidCutException("the line is too long");
        }
        if (!lines.isBlank()) {
          add(lines, field, values);
        }
      }
    } catch (InvalidCutException e) {
      throw new InvalidManifestException(new SourceLine(name, number), e.problem());
    } catch (JacksonException e) {
      throw new InvalidManifestException(new SourceLine(name, number), JsonProblem.of(e));
    } catch (IOException e) {
      InvalidManifestException unreadable =
          new InvalidManifestException(
              new SourceLine(name, number + 1), "can't be read: " + e.getMessage());
      unreadable.initCause(e);
      throw unreadable;
    }
    return values;
  }

  private static void add(LineReader lines, String field, Map<String, Queue<String>> values)
      throws InvalidCutException {
    LineText line = new LineText(lines.buffer(), lines.from(), lines.length(), lines.offset());
    @Nullable String cut = null;
    String value = NONE;
    try (CutTokens in = CutTokens.of(line.bytes(), line.from(), line.length())) {
      if (in.first() != JsonToken.START_OBJECT) {
        throw new InvalidCutException("expected one JSON object in the line");
      }
      while (in.nextField()) {
        if (in.name().equals(CUT_ID)) {
          cut = in.text();
        } else if (in.name().equals(field) && !in.isNull()) {
          value = line.text(in.range());
        } else {
          in.skip();
        }
      }
    }
    if (cut == null) {
      throw new InvalidCutException("it has no '" + CUT_ID + "', which tells the cut of a value");
    }
    values.computeIfAbsent(cut, id -> new ArrayDeque<>()).add(value);
  }
}
