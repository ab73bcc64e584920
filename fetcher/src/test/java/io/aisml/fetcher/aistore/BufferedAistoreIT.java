package io.aisml.fetcher.aistore;

import io.aisml.fetcher.testing.AistoreCluster;

/** The same by multipart replies, which the cluster packs before it sends. */
class BufferedAistoreIT extends AistoreSourceIT {
  @Override
  AistoreConfig config(AistoreCluster cluster) {
    AistoreConfig streaming = super.config(cluster);
    return new AistoreConfig(
        streaming.endpoints(),
        streaming.token(),
        streaming.tls(),
        streaming.wireFormat(),
        true,
        streaming.coloc(),
        streaming.maxRequests(),
        streaming.deadline());
  }
}
