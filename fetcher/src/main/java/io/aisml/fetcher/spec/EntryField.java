package io.aisml.fetcher.spec;

import java.util.List;

/**
 * The fields of an entry, each with the names that AIStore's JSON and Go code ({@code
 * api/apc/ml.go: MossIn}) and its Python SDK ({@code aistore/sdk/batch/types.py}) give it.
 */
enum EntryField implements FieldNames.Field {
  OBJNAME("objname", "obj_name"),
  BUCKET("bucket", "bck"),
  PROVIDER("provider"),
  UNAME("uname"),
  ARCHPATH("archpath"),
  OPAQUE("opaque"),
  START("start"),
  LENGTH("length");

  static final FieldNames<EntryField> NAMES = new FieldNames<>(values());

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> names;

  EntryField(String... names) {
    this.names = List.of(names);
  }

  @Override
  public List<String> names() {
    return names;
  }
}
