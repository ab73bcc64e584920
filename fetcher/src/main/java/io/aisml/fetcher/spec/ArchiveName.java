package io.aisml.fetcher.spec;

/** The name that AIStore gives an entry in the archive it writes. */
public final class ArchiveName {
  private ArchiveName() {}

  /**
   * {@code bucket/object} or {@code bucket/object/archpath}, and without the bucket for {@code
   * objectNameOnly}. AIStore {@code api/apc/ml.go: NameInRespArch}, {@code xact/xs/moss.go:
   * _withArchpath}. Two entries may get the same name: it has no provider, namespace or range.
   *
   * <p>Where AIStore is of two minds, depending on where the object lies, this is the sensible one:
   * a leading slash of the archpath does not double the slash before it, and an entry with a
   * namespace ({@code uname}), nameless in AIStore's archive, has its bucket's name.
   */
  public static String of(Entry entry, boolean objectNameOnly) {
    String object = entry.object().name();
    String name = objectNameOnly ? object : entry.object().bucket().name() + "/" + object;
    if (!entry.isArchived()) {
      return name;
    }
    String archpath = entry.archpath();
    return name + (archpath.startsWith("/") ? "" : "/") + archpath;
  }
}
