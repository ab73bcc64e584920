/** Memory outside of the heap, as the operating system gives it. */
@NullMarked
package io.aisml.fs.memory;

import org.jspecify.annotations.NullMarked;
