package io.aisml.cli.mounted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A get-batch spec, as a person or a script would write it. */
public final class Spec {
  private final List<Map<String, Object>> entries = new ArrayList<>();

  /** Adds a whole object. */
  public Spec object(String bucket, String name) {
    return entry(Map.of("bucket", bucket, "objname", name));
  }

  /** Adds a member of a shard. */
  public Spec member(String bucket, String shard, String archpath) {
    return entry(Map.of("bucket", bucket, "objname", shard, "archpath", archpath));
  }

  /** Adds a part of an object. */
  public Spec range(String bucket, String name, long start, long length) {
    return entry(Map.of("bucket", bucket, "objname", name, "start", start, "length", length));
  }

  /** Adds an entry of these fields. */
  public Spec entry(Map<String, Object> fields) {
    entries.add(new LinkedHashMap<>(fields));
    return this;
  }

  /** As JSON, on one line. */
  public String json() {
    return json(Map.of());
  }

  /** As JSON with options beside the entries. */
  public String json(Map<String, Object> options) {
    Map<String, Object> all = new LinkedHashMap<>(options);
    all.put("in", entries);
    return JsonMapper.shared().writeValueAsString(all);
  }

  /** As YAML in block style. A JSON scalar is a YAML scalar. */
  public String yaml() {
    return entries.stream().map(Spec::yaml).collect(Collectors.joining("", "in:\n", ""));
  }

  private static String yaml(Map<String, Object> entry) {
    return entry.entrySet().stream()
        .map(f -> f.getKey() + ": " + JsonMapper.shared().writeValueAsString(f.getValue()) + "\n")
        .collect(Collectors.joining("    ", "  - ", ""));
  }

  /** Two lists, one behind the other. */
  static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
