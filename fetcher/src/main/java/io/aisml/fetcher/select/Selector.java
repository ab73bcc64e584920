package io.aisml.fetcher.select;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.SpecDefaults;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fetcher.spec.SpecReader;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a selection into entries: the spec's, then those of the sources in their order, then those
 * of list, template or prefix. In memory of a page of a listing, however many there are. For one
 * thread.
 */
public final class Selector implements Closeable {
  private final Selection selection;
  private @Nullable LocalInput spec;
  private @Nullable LocalInput list;
  private SpecOptions specOptions = SpecOptions.NONE;
  private long specEntries;

  private Selector(Selection selection) {
    this.selection = selection;
  }

  /**
   * Reads and checks the local files that the selection names, all of them, before any store is
   * asked.
   *
   * @param standardInput read to its end when the selection says {@code -}, else left alone
   * @throws io.aisml.fetcher.spec.InvalidSpecException at the first error of the spec
   * @throws InvalidSelectionException at the first wrong line of a list
   * @throws IOException when a file can't be read
   */
  public static Selector open(Selection selection, InputStream standardInput) throws IOException {
    Selector selector = new Selector(selection);
    try {
      selector.openSpec(standardInput);
      selector.openList(standardInput);
      return selector;
    } catch (IOException | RuntimeException e) {
      selector.close();
      throw e;
    }
  }

  /** What the spec says beside its entries; nothing without one. */
  public SpecOptions specOptions() {
    return specOptions;
  }

  /** How many entries the spec has; 0 without one. */
  public long specEntries() {
    return specEntries;
  }

  /** What it resolves. */
  public Selection selection() {
    return selection;
  }

  /**
   * Gives the spec's entries; none without one. Asks no store.
   *
   * @throws IOException from the visitor
   */
  public void selectSpec(SelectedVisitor visitor) throws IOException {
    if (spec != null) {
      SpecOptions unused = readSpec(spec, visitor);
    }
  }

  /**
   * Resolves the whole selection; may be called again.
   *
   * @param missing what becomes of a source that names one object or member and finds none
   * @throws io.aisml.fetcher.source.SourceException when a source does not exist, or the store
   *     refuses or does not answer
   * @throws IOException from the visitor
   */
  public void select(BatchSource store, MissingSource missing, SelectedVisitor visitor)
      throws IOException {
    selectSpec(visitor);
    selectObjects(store, missing, visitor);
  }

  /** Resolves all but the spec, as {@link #select} does. */
  public void selectObjects(BatchSource store, MissingSource missing, SelectedVisitor visitor)
      throws IOException {
    SourceResolver resolver = new SourceResolver(store, selection.openArchives(), missing, visitor);
    for (ObjectSource source : selection.sources()) {
      resolver.resolve(source);
    }
    if (selection.pattern().isPresent()) {
      resolver.resolve(selection.pattern().get());
    }
    Optional<NameList> names = selection.list();
    if (names.isPresent()) {
      selectList(names.get(), resolver);
    }
  }

  /** Deletes what was kept of standard input. */
  @Override
  public void close() throws IOException {
    try {
      if (spec != null) {
        spec.close();
      }
    } finally {
      if (list != null) {
        list.close();
      }
    }
  }

  private void openSpec(InputStream standardInput) throws IOException {
    if (selection.spec().isEmpty()) {
      return;
    }
    SpecInput input = selection.spec().get();
    LocalInput opened =
        input.isInline()
            ? LocalInput.ofText("spec", input.text())
            : LocalInput.ofFile(input.text(), standardInput);
    spec = opened;
    specOptions = readSpec(opened, (entry, opaque, size, where) -> specEntries++);
  }

  private SpecOptions readSpec(LocalInput input, SelectedVisitor visitor) throws IOException {
    try (InputStream in = input.open()) {
      return new SpecReader(new SpecDefaults(selection.defaultBucket()))
          .read(
              input.name(),
              in,
              (entry, opaque, where) ->
                  visitor.visit(entry, opaque, SelectedVisitor.UNKNOWN, where));
    }
  }

  private void openList(InputStream standardInput) throws IOException {
    Optional<String> file = selection.list().flatMap(NameList::file);
    if (file.isPresent()) {
      LocalInput opened = LocalInput.ofFile(file.get(), standardInput);
      list = opened;
      long[] names = {0};
      readList(
          opened,
          (name, where) -> {
            NameList.checked(name, where.toString());
            names[0]++;
          });
      if (names[0] == 0) {
        throw new InvalidSelectionException(opened.name() + ": no names; expected one a line");
      }
    }
  }

  private void selectList(NameList names, SourceResolver resolver) throws IOException {
    if (list != null) {
      readList(list, (name, where) -> resolver.name(bucket(), name, where));
      return;
    }
    int item = 0;
    for (String name : names.names()) {
      resolver.name(bucket(), name, new SourceLine("list", ++item));
    }
  }

  private Bucket bucket() {
    return selection.defaultBucket().orElseThrow();
  }

  private static void readList(LocalInput input, LineVisitor visitor) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(input.open(), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          visitor.visit(line.strip(), new SourceLine(input.name(), number));
        }
      }
    }
  }

  @FunctionalInterface
  private interface LineVisitor {
    void visit(String line, SourceLine where) throws IOException;
  }
}
