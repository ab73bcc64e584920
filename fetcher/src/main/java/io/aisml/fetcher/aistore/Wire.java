package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AIStore's JSON, in both directions. */
final class Wire {
  private static final JsonMapper JSON = new JsonMapper();

  // AIStore api/apc/lsmsg.go
  private static final String LIST_ARCHIVES = "8";
  private static final int STATUS_MASK = 0x1f;
  private static final int IN_ARCHIVE = 128;
  private static final int VIRTUAL_DIRECTORY = 256;

  /** A page of a listing; with an empty token the last one. */
  record Page(String uuid, String token, List<ListedObject> objects) {}

  /** How an entry of a get-batch names its bucket. */
  record BucketName(Map<String, String> properties) {
    /** By nothing, for the bucket in the request's path. */
    static final BucketName NONE = new BucketName(Map.of());

    static BucketName of(Bucket bucket) {
      if (bucket.namespace().isGlobal()) {
        // Without a provider it is ais, whatever the path says. AIStore core/meta/bck.go.
        return new BucketName(
            bucket.provider() == Provider.AIS
                ? Map.of("bucket", bucket.name())
                : Map.of("bucket", bucket.name(), "provider", bucket.provider().canonical()));
      }
      // No other field can name a namespace. AIStore core/meta/bck.go: BckFromUBP.
      String namespace = AisUrl.uname(bucket.namespace());
      return new BucketName(
          Map.of("uname", bucket.provider() + "/" + namespace + "/" + bucket.name() + "/"));
    }
  }

  private Wire() {}

  /** What the head of a buffered get-batch says of one entry. */
  record Packed(String name, long size, String error) {}

  /**
   * The body of a get-batch: {@code coer} and {@code onob} are always true, because entries are
   * matched by position. AIStore {@code api/apc/ml.go: MossReq, MossIn}.
   *
   * @param names how entries of each bucket name it
   */
  static byte[] batch(
      List<Entry> entries, Map<Bucket, BucketName> names, ArchiveFormat format, boolean buffered) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64 * entries.size() + 128);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("in");
      for (Entry entry : entries) {
        BucketName name = names.getOrDefault(entry.object().bucket(), BucketName.NONE);
        entry(json, entry, name);
      }
      json.writeEndArray();
      json.writeStringProperty("mime", format.suffix());
      json.writeBooleanProperty("coer", true);
      json.writeBooleanProperty("onob", true);
      json.writeBooleanProperty("strm", !buffered);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void entry(JsonGenerator json, Entry entry, BucketName bucket) {
    json.writeStartObject();
    json.writeStringProperty("objname", entry.object().name());
    for (var property : bucket.properties.entrySet()) {
      json.writeStringProperty(property.getKey(), property.getValue());
    }
    if (entry.isArchived()) {
      json.writeStringProperty("archpath", entry.archpath());
    }
    // (0, -1) of an empty object is an error at the server, (0, 0) is not.
    if (!entry.range().isWhole()) {
      json.writeNumberProperty("start", entry.range().start());
      json.writeNumberProperty("length", entry.range().length());
    }
    json.writeEndObject();
  }

  /**
   * Reads the head of a buffered get-batch. An archived member's name is in one field or in two.
   * AIStore {@code api/apc/ml.go: MossResp, MossOut}; {@code xact/xs/moss.go: flushRx, _out}.
   */
  static List<Packed> packed(InputStream in) throws IOException {
    try {
      List<Packed> packed = new ArrayList<>();
      for (JsonNode out : JSON.readTree(in).path("out")) {
        packed.add(
            new Packed(
                out.path("objname").asString("") + "/" + out.path("archpath").asString(""),
                out.path("size").asLong(0),
                line(out.path("err_msg").asString(""))));
      }
      return packed;
    } catch (JacksonException e) {
      throw new IOException("the head of the reply is no JSON: " + oneLine(e), e);
    }
  }

  /** The body that lists the buckets. */
  static byte[] listBuckets() {
    return JSON.writeValueAsBytes(JSON.createObjectNode().put("action", "list"));
  }

  /** The body that asks for a page of a listing. AIStore {@code api/apc/lsmsg.go: LsoMsg}. */
  static byte[] list(
      String prefix, boolean archives, boolean identities, String uuid, String token) {
    var message = JSON.createObjectNode().put("action", "list");
    message
        .putObject("value")
        .put("prefix", prefix)
        .put("props", identities ? "name,size,checksum,version" : "name,size")
        .put("flags", archives ? LIST_ARCHIVES : "0")
        .put("uuid", uuid)
        .put("continuation_token", token);
    return JSON.writeValueAsBytes(message);
  }

  /** Reads a page; copies, misplaced objects and virtual directories are left out. */
  static Page page(InputStream in) throws IOException {
    try {
      JsonNode page = JSON.readTree(in);
      List<ListedObject> objects = new ArrayList<>();
      for (JsonNode line : page.path("entries")) {
        int flags = line.path("flags").asInt(0);
        if ((flags & (STATUS_MASK | VIRTUAL_DIRECTORY)) == 0) {
          objects.add(
              new ListedObject(
                  line.path("name").asString(""),
                  line.path("size").asLong(0),
                  (flags & IN_ARCHIVE) != 0,
                  identity(line)));
        }
      }
      return new Page(
          page.path("uuid").asString(""), page.path("continuation_token").asString(""), objects);
    } catch (JacksonException e) {
      throw new IOException("the listing is not the JSON that it should be: " + oneLine(e), e);
    }
  }

  /** A version alone tells nothing: two clusters count each for itself. */
  private static String identity(JsonNode line) {
    String checksum = line.path("checksum").asString("");
    return checksum.isEmpty() ? "" : checksum + " " + line.path("version").asString("");
  }

  /** Reads the attached clusters: uuids by alias. AIStore {@code core/meta/remais.go}. */
  static Map<String, String> remoteClusters(InputStream in) throws IOException {
    try {
      Map<String, String> uuids = new HashMap<>();
      for (JsonNode cluster : JSON.readTree(in).path("a")) {
        uuids.put(cluster.path("alias").asString(""), cluster.path("uuid").asString(""));
      }
      return uuids;
    } catch (JacksonException e) {
      throw new IOException("the attached clusters are no JSON: " + oneLine(e), e);
    }
  }

  /** Reads an error; what is no AIStore JSON becomes the message. AIStore {@code cmn/err.go}. */
  static ServerError error(int status, String body) {
    try {
      JsonNode error = JSON.readTree(body);
      if (error.isObject() && error.has("message")) {
        return new ServerError(
            status,
            error.path("tcode").asString(""),
            line(error.path("message").asString("")),
            true);
      }
    } catch (JacksonException e) {
      // A plain text, or nothing: some 503s and the 405.
    }
    return new ServerError(status, "", line(body), false);
  }

  /** The token of {@code {"token":"..."}}, or empty. */
  static String token(String content) throws IOException {
    try {
      return JSON.readTree(content).path("token").asString("");
    } catch (JacksonException e) {
      throw new IOException("the token file is no JSON: " + oneLine(e), e);
    }
  }

  private static String oneLine(JacksonException e) {
    return line(e.getOriginalMessage());
  }

  private static String line(@Nullable String text) {
    String line = text == null ? "" : text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }
}
