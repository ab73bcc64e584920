package io.aisml.cli.doctor;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store's side of a mount: does it answer, is its clock ours, may we read. */
public record StoreChecks(BatchSource store, String endpoint) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** AuthN's tokens and TLS certificates have times of validity. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  /** Whether it answers, and what time it has. */
  public List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    try {
      store.connect(PATIENCE);
      findings.add(Finding.ok("endpoint", endpoint + " answers"));
      findings.add(software());
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              "endpoint",
              e.getMessage() == null ? e.toString() : e.getMessage(),
              "--endpoint=URL, or AIS_ENDPOINT"));
    }
    if (endpoint.startsWith("http")) {
      findings.add(clock());
    }
    return findings;
  }

  private Finding software() {
    try {
      Optional<String> told = store.software();
      if (told.isPresent()) {
        return Finding.ok("server", told.get());
      }
      return endpoint.startsWith("http")
          ? Finding.note(
              "server",
              "does not tell its version: AIStore before 5.0 (v1.5.0) serves no byte ranges",
              "ais show cluster")
          : Finding.ok("server", "a directory");
    } catch (IOException e) {
      return Finding.note("server", "its version can't be had: " + e.getMessage(), "");
    }
  }

  private Finding clock() {
    try {
      URLConnection connection =
          URI.create(endpoint.split(" ", -1)[0] + "/v1/health").toURL().openConnection();
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      long there = connection.getDate();
      ((HttpURLConnection) connection).disconnect();
      if (there == 0) {
        return Finding.note("clock", "the store does not tell its time", "");
      }
      Duration apart = Duration.ofMillis(System.currentTimeMillis() - there).abs();
      return apart.compareTo(CLOCKS_APART) > 0
          ? Finding.wrong(
              "clock",
              apart.toSeconds()
                  + " s apart from the store's: tokens and certificates may be refused",
              "timedatectl set-ntp true")
          : Finding.ok("clock", "is the store's");
    } catch (IOException e) {
      return Finding.note("clock", "can't be compared with the store's: " + e.getMessage(), "");
    }
  }

  /** Whether the first object of each bucket that a plan names can be had. */
  public List<Finding> buckets(Plan plan) {
    Map<Bucket, ObjectRef> first = new LinkedHashMap<>();
    for (int file = 0; file < plan.fileCount(); file++) {
      ObjectRef object = plan.entry(file).object();
      first.putIfAbsent(object.bucket(), object);
    }
    return first.values().stream().map(this::bucket).toList();
  }

  private Finding bucket(ObjectRef object) {
    String subject = object.bucket().toString();
    try {
      store.head(object);
      return Finding.ok(subject, "can be read");
    } catch (SourceException e) {
      if (e.kind() == FailureKind.NOT_FOUND) {
        return Finding.note(
            subject, e.getMessage() + "", "aisml plan SOURCE: is the spec that of this cluster?");
      }
      return Finding.wrong(
          subject, e.getMessage() + "", "ais auth login, or --token-file=FILE; ais bucket ls");
    } catch (IOException e) {
      return Finding.wrong(subject, String.valueOf(e.getMessage()), "ais bucket ls");
    }
  }
}
