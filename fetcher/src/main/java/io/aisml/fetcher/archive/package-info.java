/** The archives that AIStore writes and stores: tar, tgz, tar.lz4 and zip, one member at a time. */
@NullMarked
package io.aisml.fetcher.archive;

import org.jspecify.annotations.NullMarked;
