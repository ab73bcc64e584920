/** The installed package on a real systemd. */
@NullMarked
package io.aisml.systemd;

import org.jspecify.annotations.NullMarked;
