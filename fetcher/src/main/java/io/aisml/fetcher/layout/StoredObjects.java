package io.aisml.fetcher.layout;

import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * What a mount shows beside the files that are its sources: objects of a store, and a spec that is
 * none of its files.
 *
 * @param progress told how many entries were found so far, after each
 */
public record StoredObjects(Selector selector, BatchSource store, LongConsumer progress) {
  Selection selection() {
    return selector.selection();
  }

  boolean hasSpec() {
    return selection().spec().isPresent();
  }

  boolean hasObjects() {
    return selection().asksStore();
  }

  /** What messages call the objects. */
  String name() {
    Selection selection = selection();
    if (!selection.sources().isEmpty()) {
      return selection.sources().stream().map(ObjectSource::text).collect(Collectors.joining(" "));
    }
    String bucket = selection.defaultBucket().map(Object::toString).orElse("");
    return selection
        .pattern()
        .map(pattern -> bucket + "/" + pattern.text())
        .orElseGet(() -> bucket + ": " + selection.list().map(Object::toString).orElse(""));
  }
}
