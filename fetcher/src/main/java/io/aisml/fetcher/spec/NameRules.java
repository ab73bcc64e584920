package io.aisml.fetcher.spec;

/** The names that AIStore accepts. */
public final class NameRules {
  // cmn/cos/uuid.go: tooLongName
  private static final int MAX_BUCKET_CHARS = 64;

  private NameRules() {}

  /**
   * Checks an object's name. AIStore {@code cmn/cos/err.go: ValidateOname}. A leading slash and
   * double slashes are legal and significant.
   */
  public static void checkObject(String name) throws InvalidNameException {
    if (name.isEmpty()) {
      throw new InvalidNameException("an object name is needed");
    }
    if (name.startsWith("~/")) {
      throw new InvalidNameException(
          "object name " + Quoted.of(name) + " must not start with '~/'");
    }
    checkPath("object name", name);
  }

  /** Checks the name of an archive's member. AIStore {@code cmn/cos/err.go: ValidateArchpath}. */
  public static void checkArchpath(String archpath) throws InvalidNameException {
    if (archpath.isEmpty()) {
      throw new InvalidNameException("the name of a member is needed");
    }
    checkPath("archpath", archpath);
  }

  /** Checks a bucket's bare name. AIStore {@code cmn/cos/uuid.go: CheckAlphaPlus}. */
  public static void checkBucket(String name) throws InvalidNameException {
    if (name.isEmpty()) {
      throw new InvalidNameException("a bucket name is needed");
    }
    if (name.length() > MAX_BUCKET_CHARS) {
      throw new InvalidNameException(
          "bucket name " + Quoted.of(name) + " is longer than " + MAX_BUCKET_CHARS + " characters");
    }
    if (name.equals(".") || name.contains("..") || !isPlain(name, true)) {
      throw new InvalidNameException(
          "bucket name "
              + Quoted.of(name)
              + " may only have letters, digits, '-', '_' and single dots");
    }
  }

  /** Checks both parts of a namespace. AIStore {@code cmn/bck.go: Ns.validate}. */
  public static void checkNamespace(Namespace namespace) throws InvalidNameException {
    if (!isPlain(namespace.uuid(), false) || !isPlain(namespace.name(), false)) {
      throw new InvalidNameException(
          "namespace "
              + Quoted.of(namespace.toString())
              + " may only have letters, digits, '-' and '_'");
    }
  }

  private static void checkPath(String what, String path) throws InvalidNameException {
    String problem = null;
    if (path.endsWith("/")) {
      problem = "must not end in '/'";
    } else if (hasDotComponent(path)) {
      problem = "must not have '.' or '..' between slashes";
    } else if (hasLoneSurrogate(path)) {
      problem = "is not valid Unicode: half of a surrogate pair";
    }
    if (problem != null) {
      throw new InvalidNameException(what + " " + Quoted.of(path) + " " + problem);
    }
  }

  private static boolean hasDotComponent(String path) {
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      int length = end - start;
      if ((length == 1 || length == 2) && path.startsWith(length == 1 ? "." : "..", start)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean hasLoneSurrogate(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (Character.isSurrogate(c)) {
        i++;
        if (i == path.length() || !Character.isSurrogatePair(c, path.charAt(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPlain(String text, boolean withDots) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || (withDots && c == '.');
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
