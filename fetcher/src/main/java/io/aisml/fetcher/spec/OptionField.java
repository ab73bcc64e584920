package io.aisml.fetcher.spec;

import java.util.List;

/**
 * The fields beside the entries, each with its names: JSON tag, Go name ({@code api/apc/ml.go:
 * MossReq}), AIStore's documents and Python SDK, and the flag of {@code ais ml get-batch}.
 */
enum OptionField implements FieldNames.Field {
  IN("in"),
  FORMAT("mime", "output_format"),
  CONTINUE_ON_ERROR("coer", "continue_on_err", "continue_on_error", "cont_on_err"),
  OBJECT_NAME_ONLY("onob", "only_obj_name", "only_objname", "omit_src_bck"),
  STREAMING("strm", "streaming_get", "streaming"),
  COLOCATION("coloc", "colocation");

  static final FieldNames<OptionField> NAMES = new FieldNames<>(values());

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> names;

  OptionField(String... names) {
    this.names = List.of(names);
  }

  @Override
  public List<String> names() {
    return names;
  }
}
