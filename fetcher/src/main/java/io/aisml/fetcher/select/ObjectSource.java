package io.aisml.fetcher.select;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.BucketUri;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.Template;
import java.util.ArrayList;
import java.util.List;

/**
 * A source as it stands on a command line: {@code ais://bucket}, {@code ais://bucket/object}, ...
 * Immutable.
 *
 * @param text as it was written
 */
public record ObjectSource(String text, Bucket bucket, Kind kind, Template names) {
  /** What a source stands for. */
  public enum Kind {
    /** All objects of the bucket: {@code ais://b}, {@code ais://b/}. */
    BUCKET,
    /**
     * All objects of a virtual directory, or all members of a shard, or those in a directory of a
     * shard: {@code ais://b/dir/}, {@code ais://b/s.tar/}, {@code ais://b/s.tar/dir/}.
     */
    DIRECTORY,
    /** One object, or one member of a shard: the store tells. */
    OBJECT,
    /** All objects whose names begin so: {@code ais://b/dir/a*}, {@code ais://b/*}. */
    PREFIX,
    /** Several objects, members or directories: {@code ais://b/s-{00..99}.tar/}. */
    TEMPLATE
  }

  /**
   * Whether an argument is meant for one, and not for a file of this host: it has a provider. A
   * bucket without one could not be told from a file.
   */
  public static boolean isMeant(String text) {
    int end = text.indexOf("://");
    return end > 0 && text.indexOf('/') == end + 1;
  }

  /**
   * Parses a source. Asks nobody.
   *
   * @throws InvalidSelectionException when it names nothing that AIStore could have
   */
  public static ObjectSource parse(String text) throws InvalidSelectionException {
    if (!isMeant(text)) {
      throw new InvalidSelectionException(
          text + ": expected PROVIDER://BUCKET[/OBJECT], such as ais://speech/train/");
    }
    try {
      BucketUri uri = BucketUri.parse(text);
      Template names = Template.parseName(uri.object());
      return checked(new ObjectSource(text, uri.bucket(), kind(uri.object(), names), names));
    } catch (InvalidNameException e) {
      String problem = e.getMessage();
      throw new InvalidSelectionException(
          problem.contains(text)
              ? problem
              : text + ": " + problem + (text.contains("{") ? BRACES : ""));
    }
  }

  private static final String BRACES = " (an object of exactly this name can be given by list)";

  /** A template option, in which {@code @} and {@code %} mean ranges too. */
  static ObjectSource ofTemplate(String text, Bucket bucket) throws InvalidSelectionException {
    try {
      Template names = Template.parse(text);
      Kind kind = kind(text, names);
      return checked(
          new ObjectSource(text, bucket, kind == Kind.OBJECT ? Kind.PREFIX : kind, names));
    } catch (InvalidNameException e) {
      throw new InvalidSelectionException(e.getMessage());
    }
  }

  /** A prefix option. AIStore's own client takes one with ranges for a template. */
  static ObjectSource ofPrefix(String text, Bucket bucket) throws InvalidSelectionException {
    try {
      Template names = Template.parseName(text);
      return checked(
          new ObjectSource(text, bucket, names.hasRanges() ? Kind.TEMPLATE : Kind.PREFIX, names));
    } catch (InvalidNameException e) {
      throw new InvalidSelectionException("prefix: " + e.getMessage());
    }
  }

  /**
   * The objects that an object or template names, as sources of their own.
   *
   * @throws InvalidSelectionException when there is no end to them
   */
  public List<String> urls() throws InvalidSelectionException {
    if (names.isEndless()) {
      throw new InvalidSelectionException(
          text + ": here a template needs its last number, such as {000..099}");
    }
    List<String> urls = new ArrayList<>();
    for (long i = 0; i < names.size(); i++) {
      urls.add(bucket + "/" + names.name(i));
    }
    return urls;
  }

  /** The object's name, the directory with its slash, or what names begin with. */
  String name() {
    return kind == Kind.PREFIX ? names.prefix() : names.name(0);
  }

  /** The virtual directory with its slash; empty for a bucket. */
  public String directory() {
    return kind == Kind.DIRECTORY ? name() : "";
  }

  @Override
  public String toString() {
    return text;
  }

  private static Kind kind(String object, Template names) {
    if (object.isEmpty()) {
      return Kind.BUCKET;
    }
    if (names.hasRanges()) {
      return Kind.TEMPLATE;
    }
    if (object.endsWith("*")) {
      return Kind.PREFIX;
    }
    return object.endsWith("/") ? Kind.DIRECTORY : Kind.OBJECT;
  }

  private static ObjectSource checked(ObjectSource source) throws InvalidNameException {
    switch (source.kind) {
      case BUCKET -> {}
      case PREFIX -> SelectedName.checkPrefix(source.names.prefix());
      case OBJECT, DIRECTORY -> SelectedName.check(source.name());
      case TEMPLATE -> SelectedName.checkAll(source.names);
    }
    return source;
  }
}
