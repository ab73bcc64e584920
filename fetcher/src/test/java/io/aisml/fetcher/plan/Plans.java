package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.spec.SourceLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Entries for tests, and plans as text. */
public final class Plans {
  public static final SourceLine LINE = new SourceLine("spec.json", 7);

  private Plans() {}

  public static Entry object(String name) {
    return Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), name));
  }

  public static Entry member(String archive, String archpath) {
    return new Entry(object(archive).object(), archpath, ByteRange.WHOLE);
  }

  public static Entry range(String name, long start, long length) {
    return new Entry(object(name).object(), "", new ByteRange(start, length));
  }

  public static Plan ofObjects(String... names) {
    PlanBuilder builder = new PlanBuilder().batch("");
    for (String name : names) {
      builder.add(name, object(name), LINE);
    }
    return builder.build();
  }

  /** A directory's names in their order, a slash after directories. */
  public static List<String> names(Plan plan, int directory) {
    List<String> names = new ArrayList<>();
    for (int i = plan.hiddenDentries(directory); i < plan.dentryCount(directory); i++) {
      int dentry = plan.dentry(directory, i);
      names.add(name(plan, dentry) + (plan.isDirectory(dentry) ? "/" : ""));
    }
    return names;
  }

  /** Every file that is not generated as {@code path=entry}, depth first. */
  public static List<String> tree(Plan plan) {
    List<String> lines = new ArrayList<>();
    tree(plan, Plan.ROOT, "", lines);
    return lines;
  }

  private static void tree(Plan plan, int directory, String prefix, List<String> lines) {
    for (int i = plan.hiddenDentries(directory); i < plan.dentryCount(directory); i++) {
      int dentry = plan.dentry(directory, i);
      String path = prefix + name(plan, dentry);
      if (plan.isDirectory(dentry)) {
        lines.add(path + "/");
        tree(plan, plan.target(dentry), path + "/", lines);
      } else if (plan.target(dentry) < plan.fileCount()) {
        lines.add(path + "=" + plan.entry(plan.target(dentry)));
      }
    }
  }

  private static String name(Plan plan, int dentry) {
    return new String(plan.name(dentry), StandardCharsets.UTF_8);
  }
}
