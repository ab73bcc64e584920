/** Which request to send next: single flight, read-ahead, retries. */
@NullMarked
package io.aisml.fs.load;

import org.jspecify.annotations.NullMarked;
