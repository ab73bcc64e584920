package io.aisml.cli;

import io.aisml.cli.command.ByteCount;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/** A plan for people: as many lines as fit a screen, and how many more there are. */
final class PlanText {
  private static final int SHOWN = 20;

  private PlanText() {}

  static void print(PlanReport plan, PrintWriter out) {
    for (PlanReport.Source source : plan.sources()) {
      out.printf(
          "%s: %s %d %s in %s, %s, %s known%s%s%n",
          source.file(),
          source.kind().equals("objects") ? "objects of a store," : "a " + source.kind() + " of",
          source.items(),
          source.kind().equals("manifest") ? "cuts" : "entries",
          count(source.batches(), "batch", "batches"),
          count(source.files(), "file", "files"),
          ByteCount.text(source.knownBytes()),
          source.elsewhere() == 0
              ? ""
              : "; "
                  + count(source.elsewhere(), "source stays as it is", "sources stay as they are"),
          source.leftOut() == 0 ? "" : "; " + source.leftOut() + " left out");
    }
    out.printf(
        "%nTree: %s in %s, %s of memory%n",
        count(plan.files(), "file", "files"),
        count(plan.directories(), "directory", "directories"),
        ByteCount.text(plan.treeMemory()));
    list(plan.tree(), out, d -> "  /" + d.path() + ": " + count(d.files(), "file", "files"));
    out.printf(
        "%nBatches: %d, loaded by at least %s; %s known, %s of unknown size%n",
        plan.batches().size(),
        count(plan.requests(), "request", "requests"),
        ByteCount.text(plan.knownBytes()),
        count(plan.unknownSizes(), "file", "files"));
    list(
        plan.batches(),
        out,
        b ->
            "  /%s: %s, %s known, %s"
                .formatted(
                    b.directory(),
                    count(b.files(), "file", "files"),
                    ByteCount.text(b.knownBytes()),
                    count(b.requests(), "request", "requests")));
    if (plan.clips() > 0 || plan.wholeCuts() > 0) {
      out.printf(
          "%nClips: %s; %s whole all the same%n",
          count(plan.clips(), "file", "files"), count(plan.wholeCuts(), "cut is", "cuts are"));
      list(plan.wholeCutEntries(), out, c -> "  " + c.where() + ": " + c.cut() + ": " + c.cause());
    }
    plan.notices().forEach(notice -> out.printf("%nNotice: %s%n", notice));
    if (plan.leftOut() > 0) {
      out.printf("%nLeft out: %d%n", plan.leftOut());
      list(plan.leftOutEntries(), out, l -> "  " + l.where() + ": " + l.name() + ": " + l.cause());
    }
  }

  private static <T> void list(List<T> items, PrintWriter out, Function<T, String> line) {
    items.stream().limit(SHOWN).map(line).forEach(out::println);
    if (items.size() > SHOWN) {
      out.printf("  ... and %d more (--json shows all)%n", items.size() - SHOWN);
    }
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
