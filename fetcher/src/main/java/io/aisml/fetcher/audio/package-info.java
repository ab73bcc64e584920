/**
 * Where the samples lie in an audio file, and the clip of it that covers some seconds: computed
 * from the file's first bytes alone, without decoding. Pure: what has to be read, callers read.
 */
@NullMarked
package io.aisml.fetcher.audio;

import org.jspecify.annotations.NullMarked;
