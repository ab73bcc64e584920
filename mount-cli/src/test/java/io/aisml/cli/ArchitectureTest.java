package io.aisml.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The straight line of dependencies, and who may know which library. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.aisml");

  @Test
  void fetcherSeesNeitherFsNorCli() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.aisml.fetcher..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.aisml.fs..", "io.aisml.cli.."));
  }

  @Test
  void fsDoesNotSeeCli() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.aisml.fs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.aisml.cli.."));
  }

  @ParameterizedTest
  @CsvSource({
    "jnr..,                        io.aisml.fs.fuse..;io.aisml.fs.memory..;io.aisml.cli.systemd..",
    "ru.serce..,                   io.aisml.fs.fuse.jnr..",
    "okhttp3..,                    io.aisml.fetcher.aistore..",
    "org.apache.hc..,              io.aisml.fetcher.aistore..",
    "net.jpountz..,                io.aisml.fetcher.archive..;io.aisml.fetcher.lhotse..",
    "org.apache.commons.compress.., io.aisml.fetcher.archive..;io.aisml.fetcher.lhotse..",
    "com.github.benmanes.caffeine.., io.aisml.fs.cache..",
    "picocli..,                    io.aisml.cli;io.aisml.cli.command;io.aisml.cli.batch",
    "ch.qos.logback..,             io.aisml.cli",
    "tools.jackson.., "
        + "io.aisml.fetcher.spec..;io.aisml.fetcher.lhotse..;io.aisml.fetcher.aistore..;io.aisml.cli.."
  })
  void aLibraryIsKnownOnlyWhereItBelongs(String library, String packages) {
    check(
        noClasses()
            .that(resideInAPackage("io.aisml..").and(notIn(packages.split(";", -1))))
            .should()
            .dependOnClassesThat(resideInAPackage(library)));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.aisml.(**)").should().beFreeOfCycles());
  }

  @Test
  void noClassHasANameThatSaysNothing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.aisml..")
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)"));
  }

  @Test
  void noStaticFieldChanges() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.aisml..")
            .and()
            .areStatic()
            .should()
            .beFinal());
  }

  @Test
  void onlyMainEndsTheProcess() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .should()
            .callMethod(System.class, "exit", int.class));
  }

  @Test
  void onlyMainReadsTheEnvironment() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Main.class.getName())
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  private static DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
