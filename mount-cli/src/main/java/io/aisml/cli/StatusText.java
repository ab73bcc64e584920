package io.aisml.cli;

import io.aisml.cli.command.ByteCount;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * A status for people: what a mount is, what its readers get, and what that costs the store and
 * this host. Takes the JSON that the mount wrote, which may be of another version: what it lacks
 * reads 0.
 */
final class StatusText {
  private final JsonNode mount;
  private final PrintWriter out;

  private StatusText(JsonNode mount, PrintWriter out) {
    this.mount = mount;
    this.out = out;
  }

  static void print(JsonNode mount, PrintWriter out) {
    out.println(text(mount, "directory") + ": " + text(mount, "state"));
    StatusText text = new StatusText(mount, out);
    if (mount.has("mount")) {
      text.print();
    } else if (mount.has("source")) {
      text.line("source", text(mount, "source"));
    }
  }

  private void print() {
    JsonNode facts = mount.path("mount");
    JsonNode files = mount.path("files");
    JsonNode loads = files.path("loads");
    facts.path("sources").forEach(source -> line("source", source.asString("")));
    line("store", text(facts, "endpoint"));
    line(
        "up",
        age(Duration.ofSeconds(number(mount, "uptimeSeconds"))),
        "since " + text(facts, "since"),
        "pid " + number(mount, "pid"),
        "version " + text(mount, "version"));
    line(
        "tree",
        number(files, "files") + " files in " + number(files, "directories") + " directories",
        number(facts, "batches") + " batches",
        number(files, "sizesKnown") + " sizes known",
        number(facts, "leftOut") + " left out");
    line(
        "readers",
        number(files, "opens") + " opens",
        ByteCount.text(number(files, "bytesRead")) + " read",
        number(files, "waiting") + " waiting now");
    line("waits", WaitTimes.of(files.path("waits")).toString());
    line(
        "loads",
        number(loads, "members") + " files",
        ByteCount.text(number(loads, "bytes")),
        number(loads, "failures") + " failed",
        number(loads, "stops") + " stopped for room",
        number(loads, "queued") + " queued",
        "up to " + number(loads, "atOnce") + " at once");
    cache(loads.path("cache"));
    if (mount.path("tier").isObject()) {
      tier(mount.path("tier"));
    }
    store(mount.path("store"));
    memory(mount.path("memory"));
    line("log", text(facts, "log"));
  }

  private void cache(JsonNode cache) {
    long budget = number(cache, "budget");
    line(
        "cache",
        ByteCount.text(budget - number(cache, "free")) + " of " + ByteCount.text(budget),
        ByteCount.text(number(cache, "unread")) + " unread",
        ByteCount.text(number(cache, "evictedUnread")) + " dropped unread");
  }

  private void tier(JsonNode tier) {
    line(
        "cache-dir",
        ByteCount.text(number(tier, "bytes")) + " of " + ByteCount.text(number(tier, "limit")),
        number(tier, "hits") + " hits",
        number(tier, "misses") + " misses",
        number(tier, "broken") + " broken");
  }

  private void store(JsonNode store) {
    line(
        "requests",
        number(store, "batchRequests") + " get-batch",
        number(store, "entryRequests") + " GET",
        number(store, "metadataRequests") + " others",
        number(store, "retries") + " retries",
        number(store, "throttled") + " throttled");
    line(
        "received",
        ByteCount.text(number(store, "bytesReceived")),
        ByteCount.text(number(store, "wastedBytes")) + " wasted");
  }

  private void memory(JsonNode memory) {
    line(
        "memory",
        ByteCount.text(number(memory, "residentBytes")) + " resident",
        "at most " + ByteCount.text(number(memory, "residentPeakBytes")),
        "Java heap " + ByteCount.text(number(memory, "heapUsedBytes")));
  }

  private void line(String name, String... parts) {
    StringJoiner joined = new StringJoiner(", ");
    for (String part : parts) {
      joined.add(part);
    }
    out.printf("  %-10s %s%n", name, joined);
  }

  /** The two largest units that are not zero: {@code 3 d 4 h}, {@code 12 s}. */
  private static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d " + age.toHoursPart() + " h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + " min " + age.toSecondsPart() + " s"
        : age.toSeconds() + " s";
  }

  private static long number(JsonNode node, String name) {
    return node.path(name).asLong(0);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
