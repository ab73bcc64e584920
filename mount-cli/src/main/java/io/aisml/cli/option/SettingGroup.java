package io.aisml.cli.option;

/** What an option is about: a heading of the usage text and of docs/CONFIGURATION.md. */
public enum SettingGroup {
  STORE("The store"),
  CONTENT("What is shown"),
  LOADING("Loading and memory"),
  ERRORS("Waiting and errors"),
  MOUNT("The mount"),
  RUN("Running");

  private final String title;

  SettingGroup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
