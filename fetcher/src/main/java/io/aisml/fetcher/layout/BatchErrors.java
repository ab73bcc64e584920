package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.LineRewriter;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.LeftOut;
import io.aisml.fetcher.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a batch can't show, one JSON object a line. Made anew for each reader; of a plan that leaves
 * out more than it keeps, the first.
 *
 * @param from the first of the batch, among all that the plan leaves out
 * @param to exclusive
 */
record BatchErrors(Plan plan, long from, long to) implements GeneratedFile {
  @Override
  public long size() {
    return from == to ? 0 : lines().length;
  }

  @Override
  public void read(long offset, ByteBuffer dst) {
    GeneratedFile.copy(lines(), offset, dst);
  }

  private byte[] lines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int kept = plan.leftOut().size();
    for (LeftOut left :
        plan.leftOut().subList((int) Math.min(kept, from), (int) Math.min(kept, to))) {
      put(out, "{\"where\":\"", left.where());
      put(out, "\",\"name\":\"", left.name());
      put(out, "\",\"message\":\"", left.cause());
      put(out, "\"}\n", "");
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String syntax, String text) {
    out.writeBytes(syntax.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(LineRewriter.escaped(text));
  }
}
