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
 * @param files specs, manifests and directories of this host
 * @param manifests URLs of manifests that are objects
 * @param selection what else a store has, and a spec that is no file
 * @param texts all as they were written
 */
record Sources(List<Path> files, List<String> manifests, Selection selection, List<String> texts) {
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
      throws InvalidSelectionException {
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
    Optional<Path> cuts = settings.find(Setting.CUTS);
    if (cuts.isPresent()) {
      files.add(cuts.get());
      texts.add(cuts.get().toString());
      selection.besideCuts();
    }
    Optional<String> spec = settings.find(Setting.SPEC);
    if (spec.isPresent()) {
      selection.spec(spec.get());
    }
    return new Sources(
        List.copyOf(files), List.copyOf(manifests), selection.build(), List.copyOf(texts));
  }

  boolean isEmpty() {
    return files.isEmpty() && manifests.isEmpty() && selection.isEmpty();
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
