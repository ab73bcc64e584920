package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class StatusTextTest {
  @Test
  void tellsWhatAMountIsAndWhatItsReadersGet() {
    assertThat(
            text(
                """
                {"directory": "/mnt/train", "state": "answers", "version": "1.2.3", "pid": 42,
                 "uptimeSeconds": 93784,
                 "mount": {"since": "2026-01-02T03:04:05Z", "sources": ["/data/a.json", "/data/b.json"],
                   "endpoint": "http://gateway:8080", "log": "/var/log/aisml/train.log", "batches": 2,
                   "leftOut": 1},
                 "files": {"directories": 3, "files": 2000, "sizesKnown": 1999, "waiting": 4,
                   "waits": [10, 80, 9, 1, 0], "opens": 1500, "bytesRead": 15360000,
                   "loads": {"queued": 1, "atOnce": 4, "members": 1600, "bytes": 16384000, "failures": 2, "stops": 0,
                     "cache": {"budget": 1073741824, "free": 1057357824, "unread": 1024000,
                       "evictedUnread": 0}}},
                 "store": {"batchRequests": 2, "entryRequests": 3, "metadataRequests": 4, "retries": 5,
                   "throttled": 6, "bytesReceived": 16500000, "wastedBytes": 116000},
                 "tier": {"bytes": 1048576, "limit": 10737418240, "hits": 7, "misses": 8, "broken": 0},
                 "memory": {"residentBytes": 209715200, "residentPeakBytes": 262144000,
                   "heapUsedBytes": 15728640}}
                """))
        .isEqualTo(
            """
            /mnt/train: answers
              source     /data/a.json
              source     /data/b.json
              store      http://gateway:8080
              up         1 d 2 h, since 2026-01-02T03:04:05Z, pid 42, version 1.2.3
              tree       2000 files in 3 directories, 2 batches, 1999 sizes known, 1 left out
              readers    1500 opens, 14.6 MiB read, 4 waiting now
              waits      100, half within 2 ms, 99 % within 4 ms, all within 8 ms
              loads      1600 files, 15.6 MiB, 2 failed, 0 stopped for room, 1 queued, up to 4 at once
              cache      15.6 MiB of 1.0 GiB, 1000.0 KiB unread, 0 B dropped unread
              cache-dir  1.0 MiB of 10.0 GiB, 7 hits, 8 misses, 0 broken
              requests   2 get-batch, 3 GET, 4 others, 5 retries, 6 throttled
              received   15.7 MiB, 113.3 KiB wasted
              memory     200.0 MiB resident, at most 250.0 MiB, Java heap 15.0 MiB
              log        /var/log/aisml/train.log
            """);
  }

  @Test
  void tellsOfADeadMountThatItIsDead() {
    assertThat(text("{\"directory\": \"/mnt/train\", \"state\": \"dead\"}"))
        .isEqualTo("/mnt/train: dead\n");
  }

  @Test
  void tellsThatNobodyHasWaited() {
    assertThat(text("{\"directory\": \"/m\", \"state\": \"answers\", \"mount\": {}}"))
        .contains("waits      none\n");
  }

  private static String text(String json) {
    StringWriter written = new StringWriter();
    PrintWriter out = new PrintWriter(written);
    StatusText.print(JsonMapper.shared().readTree(json), out);
    out.flush();
    return written.toString();
  }
}
