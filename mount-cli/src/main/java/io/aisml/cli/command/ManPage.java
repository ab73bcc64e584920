package io.aisml.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's manual page in roff, from the same model as its usage text. man(7). */
public final class ManPage {
  private static final String EXIT_STATUS = "Exit status: ";
  private static final String EXAMPLES = "Examples:\n";

  private final CommandSpec command;
  private final String version;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec command, String version) {
    this.command = command;
    this.version = version;
  }

  /** The page's name, such as {@code aisml-get-batch}. */
  public static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** The page. */
  public static String of(CommandSpec command, String version) {
    return new ManPage(command, version).write();
  }

  private String write() {
    List<String> description = texts(command.usageMessage().description());
    line(
        ".TH \"%s\" \"1\" \"\" \"aisml %s\" \"aisml\""
            .formatted(name(command).toUpperCase(Locale.ROOT), version));
    line(".ad l"); // long names would leave wide gaps
    line(".nh"); // and with a hyphen inside they would be other names
    section("NAME");
    line(escape(name(command)) + " \\- " + escape(summary(description)));
    section("SYNOPSIS");
    for (String synopsis : synopses()) {
      line(".HP 7");
      line(synopsis);
    }
    section("DESCRIPTION");
    paragraphs(description);
    arguments();
    options();
    commands();
    footer();
    section("SEE ALSO");
    line(seeAlso());
    return page.toString();
  }

  /** The lines that the command has of its own, or the one that is made of its options. */
  private List<String> synopses() {
    String own = String.join("\n", command.usageMessage().customSynopsis());
    String made = command.commandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " ");
    // Of a line that is too long for a terminal the rest is indented.
    String lines = own.replaceAll("\n +(?=\\[)", " ");
    return (own.isEmpty() ? Stream.of(made) : lines.lines().map(String::strip))
        .map(ManPage::escape)
        .map(synopsis -> synopsis.replaceAll("(\\\\-\\S+) (?=[A-Z])", "$1\\\\ "))
        .toList();
  }

  /** The first sentence, as such lists have it. */
  private static String summary(List<String> description) {
    String first = description.isEmpty() ? "" : description.get(0);
    String sentence = first.replaceFirst("(?s)[.:] .*", "").replaceFirst("\\.$", "");
    return sentence.isEmpty()
        ? ""
        : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private void arguments() {
    List<PositionalParamSpec> arguments =
        command.positionalParameters().stream().filter(p -> !p.hidden()).toList();
    if (!arguments.isEmpty()) {
      section("ARGUMENTS");
      for (PositionalParamSpec argument : arguments) {
        entry("\\fI" + escape(argument.paramLabel()) + "\\fR", argument);
      }
    }
  }

  private void options() {
    section("OPTIONS");
    List<ArgGroupSpec> groups = command.argGroups();
    command.options().stream()
        .filter(option -> !option.hidden() && option.group() == null)
        .forEach(this::option);
    for (ArgGroupSpec group : groups) {
      line(".SS " + escape(String.format(group.heading()).strip().replaceFirst(":$", "")));
      group.options().forEach(this::option);
    }
  }

  private void option(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "\\fB" + escape(name) + "\\fR")
            .collect(Collectors.joining(", "));
    boolean valued = option.arity().max() > 0;
    boolean optional = option.arity().min() == 0;
    String label = "\\fI" + escape(option.paramLabel()) + "\\fR";
    entry(names + (!valued ? "" : optional ? "[=" + label + "]" : " " + label), option);
  }

  private void entry(String head, ArgSpec argument) {
    line(".TP");
    line(head);
    for (String text : argument.description()) { // formatted already, other than commands' texts
      line(escape(withoutMarkup(text)));
    }
  }

  private void commands() {
    if (!command.subcommands().isEmpty()) {
      section("COMMANDS");
      for (CommandLine sub : new LinkedHashSet<>(command.subcommands().values())) {
        CommandSpec spec = sub.getCommandSpec();
        line(".TP");
        line("\\fB" + escape(spec.name()) + "\\fR");
        line(escape(summary(texts(spec.usageMessage().description()))) + ".");
      }
    }
  }

  private void footer() {
    List<String> rest = new ArrayList<>();
    for (String text : texts(command.usageMessage().footer())) {
      if (text.startsWith(EXIT_STATUS)) {
        section("EXIT STATUS");
        for (String status :
            text.substring(EXIT_STATUS.length()).replaceFirst("\\.$", "").split("; ", -1)) {
          line(".TP");
          line("\\fB" + status.replaceFirst(" .*", "") + "\\fR");
          line(escape(status.replaceFirst("^\\S+ ", "")));
        }
      } else if (text.startsWith(EXAMPLES)) {
        section("EXAMPLES");
        line(".nf");
        text.substring(EXAMPLES.length()).lines().map(ManPage::escape).forEach(this::line);
        line(".fi");
      } else if (!text.isEmpty()) {
        rest.add(text);
      }
    }
    if (!rest.isEmpty()) {
      section("NOTES");
      paragraphs(rest);
    }
  }

  private String seeAlso() {
    CommandSpec root = command.root();
    List<String> pages = new ArrayList<>();
    if (command != root) {
      pages.add(name(root));
    }
    for (CommandLine sub : new LinkedHashSet<>(root.subcommands().values())) {
      if (sub.getCommandSpec() != command) {
        pages.add(name(sub.getCommandSpec()));
      }
    }
    return pages.stream()
        .map(name -> "\\fB" + escape(name) + "\\fR(1)")
        .collect(Collectors.joining(", "));
  }

  private void paragraphs(List<String> texts) {
    for (String text : texts) {
      line(text.isEmpty() ? ".PP" : escape(text));
    }
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** Usage texts are formats with variables and markup. */
  private List<String> texts(String[] formats) {
    return Arrays.stream(formats).map(format -> withoutMarkup(String.format(format))).toList();
  }

  private static String withoutMarkup(String text) {
    return Ansi.OFF.string(text).strip();
  }

  /** Text that means itself. */
  private static String escape(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
