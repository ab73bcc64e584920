/** What can be wrong with a host before anything is mounted. */
@NullMarked
package io.aisml.cli.doctor;

import org.jspecify.annotations.NullMarked;
