package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.layout.StoredManifests;
import io.aisml.fetcher.select.InvalidSelectionException;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.select.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a mount is made of.
 *
 * @param arguments those that are no options, as they were written
 * @param files specs, manifests and directories of this host
 * @param cutsFromStandardInput whether a manifest comes by standard input
 * @param manifests URLs of manifests that are objects
 * @param selection what else a store has, and a spec that is no file
 * @param texts all as they were written
 */
record Sources(
    List<String> arguments,
    List<Path> files,
    boolean cutsFromStandardInput,
    List<String> manifests,
    Selection selection,
    List<String> texts) {
  private static final String STANDARD_INPUT = "-";

  /** The kernel takes less than a page of bytes, Linux fs/namespace.c: copy_mount_string. */
  private static final int DEVICE_CHARS = 1000;

  /**
   * Sorts the arguments and options that name sources.
   *
   * @throws CommandException when they can't be meant
   */
  static Sources of(List<String> arguments, Settings settings) throws CommandException {
    try {
      return parse(arguments, settings);
    } catch (InvalidSelectionException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Sources parse(List<String> arguments, Settings settings)
      throws InvalidSelectionException, CommandException {
    List<Path> files = new ArrayList<>();
    List<String> manifests = new ArrayList<>();
    List<String> texts = new ArrayList<>(arguments.size());
    Selection.Builder selection = Selection.builder();
    settings.find(Setting.BUCKET).ifPresent(selection::defaultBucket);
    for (String argument : arguments) {
      if (ObjectSource.isMeant(argument)) {
        ObjectSource source = ObjectSource.parse(argument);
        if (StoredManifests.isMeant(source)) {
          manifests.addAll(source.urls());
        } else {
          selection.source(argument);
        }
        texts.add(argument);
      } else {
        files.add(Path.of(argument));
        texts.add(argument);
      }
    }
    for (Setting<String> setting :
        List.of(Setting.LIST, Setting.TEMPLATE, Setting.PREFIX, Setting.SPEC)) {
      settings.find(setting).ifPresent(value -> texts.add(setting.name() + "=" + value));
    }
    Optional<String> list = settings.find(Setting.LIST);
    if (list.isPresent()) {
      selection.list(list.get());
    }
    settings.find(Setting.TEMPLATE).ifPresent(selection::template);
    settings.find(Setting.PREFIX).ifPresent(selection::prefix);
    if (settings.get(Setting.OPEN_ARCHIVES)) {
      selection.openArchives();
    }
    Optional<String> cuts = settings.find(Setting.CUTS);
    boolean fromStandardInput = cuts.equals(Optional.of(STANDARD_INPUT));
    if (fromStandardInput) {
      texts.add(Setting.CUTS.name() + "=" + STANDARD_INPUT);
      selection.cutsFromStandardInput();
    } else if (cuts.isPresent()) {
      addManifest(cuts.get(), files, manifests);
      texts.add(cuts.get());
      selection.besideCuts();
    }
    Optional<String> spec = settings.find(Setting.SPEC);
    if (spec.isPresent()) {
      selection.spec(spec.get());
    }
    return new Sources(
        List.copyOf(arguments),
        List.copyOf(files),
        fromStandardInput,
        List.copyOf(manifests),
        selection.build(),
        List.copyOf(texts));
  }

  private static void addManifest(String text, List<Path> files, List<String> manifests)
      throws InvalidSelectionException, CommandException {
    if (!ObjectSource.isMeant(text)) {
      files.add(Path.of(text));
      return;
    }
    ObjectSource source = ObjectSource.parse(text);
    if (!StoredManifests.isMeant(source)) {
      throw new CommandException(
          ExitCode.USAGE,
          "cuts: " + text + " is not called as a manifest is (.jsonl, .jsonl.gz, .jsonl.lz4)");
    }
    manifests.addAll(source.urls());
  }

  boolean isEmpty() {
    return files.isEmpty() && !cutsFromStandardInput && manifests.isEmpty() && selection.isEmpty();
  }

  /** Whether any of them is read from standard input. */
  boolean readStandardInput() {
    return cutsFromStandardInput || selection.readsStandardInput();
  }

  /** What the mount table has as the device: all sources, or the first of too many. */
  String device() {
    String all = String.join(" ", texts);
    return all.length() <= DEVICE_CHARS ? all : all.substring(0, DEVICE_CHARS) + "...";
  }

  /** The files that a mount must not hide. */
  List<Path> paths() {
    List<Path> paths = new ArrayList<>(files);
    selection
        .spec()
        .filter(spec -> !spec.isStandardInput() && !spec.isInline())
        .map(spec -> Path.of(spec.text()))
        .filter(Files::exists)
        .ifPresent(paths::add);
    return paths;
  }
}
