/**
 * A get-batch request as a value: what the user wrote, validated, every error naming file, line and
 * field. Nothing here talks to a server.
 */
@NullMarked
package io.aisml.fetcher.spec;

import org.jspecify.annotations.NullMarked;
