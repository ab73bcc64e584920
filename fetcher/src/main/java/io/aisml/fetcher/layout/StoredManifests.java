package io.aisml.fetcher.layout;

import io.aisml.fetcher.select.InvalidSelectionException;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.source.BatchSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of manifests lies in a store.
 *
 * @param urls manifests that are objects
 * @param shar the directory that has the tars of Lhotse Shar manifests; without one, those of an
 *     object are beside it
 */
public record StoredManifests(List<String> urls, Optional<ObjectSource> shar, BatchSource store) {
  public StoredManifests {
    urls = List.copyOf(urls);
  }

  /** Whether a source of a command line is a manifest, or a template of several. */
  public static boolean isMeant(ObjectSource source) {
    return (source.kind() == ObjectSource.Kind.OBJECT
            || source.kind() == ObjectSource.Kind.TEMPLATE)
        && !SourceKind.MANIFEST.stem(Path.of(fileName(source.text()))).isEmpty();
  }

  /** The directory of a manifest. */
  static ObjectSource directoryOf(String url) throws InvalidSelectionException {
    return ObjectSource.parse(url.substring(0, url.lastIndexOf('/') + 1));
  }

  static String fileName(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
