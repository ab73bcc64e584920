package io.aisml.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** A status for people: one line a value that there is, inner objects indented. */
final class StatusText {
  private static final String INDENT = "  ";

  private StatusText() {}

  static void print(JsonNode mount, PrintWriter out) {
    out.println(mount.path("directory").asString("") + ": " + mount.path("state").asString(""));
    for (var property : mount.properties()) {
      if (!property.getKey().equals("directory") && !property.getKey().equals("state")) {
        print(property.getKey(), property.getValue(), INDENT, out);
      }
    }
  }

  private static void print(String name, JsonNode value, String indent, PrintWriter out) {
    if (value.isObject()) {
      out.println(indent + name + ":");
      value
          .properties()
          .forEach(inner -> print(inner.getKey(), inner.getValue(), indent + INDENT, out));
    } else if (!value.isNull()) {
      out.println(indent + name + ": " + (value.isValueNode() ? value.asString() : value));
    }
  }
}
