package io.aisml.fs.tree;

import java.util.function.Supplier;

/**
 * A generated file of the hidden directory.
 *
 * @param content called once an open, by any thread
 */
public record TextFile(String name, Supplier<Text> content) {}
