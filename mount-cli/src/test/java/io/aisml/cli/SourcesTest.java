package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.select.Selection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final int PAGE = 4096;

  @Test
  void namesTheDeviceAfterAllSources() throws Exception {
    assertThat(of("/a.json", "ais://b").device()).isEqualTo("/a.json ais://b");
  }

  @Test
  void namesNoDeviceThatTheKernelRefuses() throws Exception {
    String device = of("list=" + "\u6f22".repeat(PAGE)).device();
    assertThat(device).startsWith("list=").endsWith("...");
    assertThat(device.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(PAGE);
  }

  private static Sources of(String... texts) throws Exception {
    return new Sources(
        List.of(), List.of(), false, List.of(), Selection.builder().build(), List.of(texts));
  }
}
