/**
 * Files that are parts of audio objects: a header that is computed and a byte range of the object,
 * which the object's own header tells.
 */
@NullMarked
package io.aisml.fetcher.clip;

import org.jspecify.annotations.NullMarked;
