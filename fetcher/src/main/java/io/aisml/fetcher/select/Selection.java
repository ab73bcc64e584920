package io.aisml.fetcher.select;

import io.aisml.fetcher.spec.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command line names, checked as far as it can be without reading a file or asking a store.
 * Immutable.
 *
 * @param sources all that select something, in their order
 * @param defaultBucket for the names of a list, template or prefix, and for a spec's entries that
 *     have none
 * @param list names in the default bucket
 * @param pattern a template or prefix, in the default bucket
 * @param openArchives whether listings give the members of archives instead of those
 */
public record Selection(
    List<ObjectSource> sources,
    Optional<Bucket> defaultBucket,
    Optional<NameList> list,
    Optional<ObjectSource> pattern,
    Optional<SpecInput> spec,
    boolean openArchives) {

  public Selection {
    sources = List.copyOf(sources);
  }

  /** Starts a selection of nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether nothing is named, but perhaps a default bucket. */
  public boolean isEmpty() {
    return !asksStore() && spec.isEmpty();
  }

  /** Whether anything is named beside the spec, so that a store must be asked. */
  public boolean asksStore() {
    return !sources.isEmpty() || list.isPresent() || pattern.isPresent();
  }

  /** Whether the spec or the list is read from standard input. */
  public boolean readsStandardInput() {
    return spec.filter(SpecInput::isStandardInput).isPresent()
        || list.filter(NameList::isStandardInput).isPresent();
  }

  /**
   * The one bucket, virtual directory or shard that is all of the selection, if it is one: its
   * objects can be named without it.
   */
  public Optional<ObjectSource> onlyDirectory() {
    boolean alone = sources.size() == 1 && list.isEmpty() && pattern.isEmpty() && spec.isEmpty();
    return alone
        ? sources.stream()
            .filter(
                source ->
                    source.kind() == ObjectSource.Kind.BUCKET
                        || source.kind() == ObjectSource.Kind.DIRECTORY)
            .findFirst()
        : Optional.empty();
  }

  /** Collects what a command line says; each method takes the text as it was written. */
  public static final class Builder {
    private final List<ObjectSource> sources = new ArrayList<>();
    private @Nullable Bucket defaultBucket;
    private @Nullable NameList list;
    private @Nullable String template;
    private @Nullable String prefix;
    private @Nullable SpecInput spec;
    private boolean besideCuts;
    private boolean cutsFromStandardInput;
    private boolean openArchives;

    private Builder() {}

    /**
     * Adds a source, {@code ais://bucket/object}.
     *
     * @throws InvalidSelectionException when it is none
     */
    public Builder source(String text) throws InvalidSelectionException {
      sources.add(ObjectSource.parse(text));
      return this;
    }

    /** The bucket for names without one, unless a bucket alone is given for them. */
    public Builder defaultBucket(Bucket bucket) {
      defaultBucket = bucket;
      return this;
    }

    /**
     * @throws InvalidSelectionException when an item is empty or no name
     */
    public Builder list(String text) throws InvalidSelectionException {
      list = NameList.parse(text);
      return this;
    }

    /** A template; checked by {@link #build}. */
    public Builder template(String text) {
      template = text;
      return this;
    }

    /** What names begin with; empty for all. Checked by {@link #build}. */
    public Builder prefix(String text) {
      prefix = text;
      return this;
    }

    /**
     * @throws InvalidSelectionException when it is empty
     */
    public Builder spec(String text) throws InvalidSelectionException {
      spec = SpecInput.parse(text);
      return this;
    }

    /** Says that a manifest is read too, so that a bucket alone is only the default bucket. */
    public Builder besideCuts() {
      besideCuts = true;
      return this;
    }

    /** Says that this manifest is read from standard input. */
    public Builder cutsFromStandardInput() {
      cutsFromStandardInput = true;
      return besideCuts();
    }

    /** Has the members of archives listed instead of the archives. */
    public Builder openArchives() {
      openArchives = true;
      return this;
    }

    /**
     * The selection.
     *
     * <p>A bucket alone ({@code ais://speech}) stands for all of its objects. Beside a list,
     * template, prefix, spec or manifest it is their default bucket and selects nothing itself.
     * Without one, the default bucket is {@link #defaultBucket(Bucket)}, and else that of the first
     * source.
     *
     * @throws InvalidSelectionException when options exclude each other, a bucket is missing or
     *     there is one too many, or a template or prefix is wrong
     */
    public Selection build() throws InvalidSelectionException {
      exclude("list", list, "template", template);
      exclude("list", list, "prefix", prefix);
      exclude("template", template, "prefix", prefix);
      refuseSharedInput();
      boolean named = list != null || template != null || prefix != null;
      List<ObjectSource> selecting = new ArrayList<>(sources);
      Bucket bucket = defaultBucket;
      if (bucket == null && !sources.isEmpty()) {
        bucket = sources.get(0).bucket();
      }
      if (named || spec != null || besideCuts) {
        Optional<ObjectSource> alone = takeBucket(selecting);
        bucket = alone.map(ObjectSource::bucket).orElse(bucket);
      }
      ObjectSource pattern = null;
      if (named) {
        String option = list != null ? "list" : template != null ? "template" : "prefix";
        Bucket in = present(option, bucket);
        if (template != null) {
          pattern = ObjectSource.ofTemplate(template, in);
        } else if (prefix != null) {
          pattern = ObjectSource.ofPrefix(prefix, in);
        }
      }
      return new Selection(
          selecting,
          Optional.ofNullable(bucket),
          Optional.ofNullable(list),
          Optional.ofNullable(pattern),
          Optional.ofNullable(spec),
          openArchives);
    }

    /** What one reads of standard input the other would miss. */
    private void refuseSharedInput() throws InvalidSelectionException {
      List<String> readers = new ArrayList<>();
      if (cutsFromStandardInput) {
        readers.add("cuts");
      }
      if (spec != null && spec.isStandardInput()) {
        readers.add("spec");
      }
      if (list != null && list.isStandardInput()) {
        readers.add("list");
      }
      if (readers.size() > 1) {
        throw new InvalidSelectionException(
            readers.get(0)
                + " and "
                + readers.get(1)
                + " can't both be read from standard input; put one in a file");
      }
    }

    private static Optional<ObjectSource> takeBucket(List<ObjectSource> sources)
        throws InvalidSelectionException {
      List<ObjectSource> buckets =
          sources.stream().filter(source -> source.kind() == ObjectSource.Kind.BUCKET).toList();
      if (buckets.size() > 1) {
        throw new InvalidSelectionException(
            buckets.get(0)
                + " and "
                + buckets.get(1)
                + ": beside other options a bucket alone is where their names are looked for, and"
                + " there can only be one; write "
                + buckets.get(1).bucket()
                + "/* for all of its objects");
      }
      sources.removeAll(buckets);
      return buckets.stream().findFirst();
    }

    private static Bucket present(String option, @Nullable Bucket bucket)
        throws InvalidSelectionException {
      if (bucket == null) {
        throw new InvalidSelectionException(
            option + ": no bucket to look in; name one beside it, such as ais://speech");
      }
      return bucket;
    }

    private static void exclude(
        String option, @Nullable Object value, String other, @Nullable Object otherValue)
        throws InvalidSelectionException {
      if (value != null && otherValue != null) {
        throw new InvalidSelectionException(
            option + " and " + other + " are mutually exclusive; give one of them");
      }
    }
  }
}
