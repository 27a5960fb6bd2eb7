package io.github.ncloudcommunity.apigateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ncloudcommunity.apigateway.internal.OpenModel;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Problem;
import java.text.DateFormat;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may depend on which, and what is public. */
class ArchitectureTest {

  private static final String ROOT = "io.github.ncloudcommunity.apigateway";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Every package may depend on these. */
  private static final DescribedPredicate<JavaClass> EXCEPTIONS =
      DescribedPredicate.describe(
          "ApiGatewayException and ErrorCode",
          javaClass ->
              isOrIsNestedIn(javaClass, ApiGatewayException.class)
                  || isOrIsNestedIn(javaClass, ErrorCode.class));

  private static final String SANDBOX = ROOT + ".sandbox..";

  /** Public for each other only. */
  private static final DescribedPredicate<JavaClass> ROOMS = resideInAPackage(ROOT + ".sandbox.*");

  private static final DescribedPredicate<JavaClass> GENERATED =
      resideInAnyPackage(ROOT + ".api", ROOT + ".model");

  @Test
  void thePackagesAreThese() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrder(
            ROOT,
            ROOT + ".api",
            ROOT + ".auth",
            ROOT + ".internal",
            ROOT + ".model",
            ROOT + ".paging",
            ROOT + ".quickstart",
            ROOT + ".sandbox",
            ROOT + ".sandbox.operations",
            ROOT + ".sandbox.spec",
            ROOT + ".sandbox.store");
  }

  // --- dependencies point one way

  @ParameterizedTest
  @ValueSource(strings = {"auth", "internal", "paging", "api", "model"})
  void nothingBelowDependsOnTheClient(String name) {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + name)
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT).and(not(EXCEPTIONS))));
  }

  @Test
  void theExceptionsDependOnNothingOfOurs() {
    check(
        noClasses()
            .that(EXCEPTIONS)
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(EXCEPTIONS))));
  }

  /** The build runs the contract kit before the client is generated. */
  @Test
  void theContractKitDependsOnNothingElseOfOurs() {
    JavaClasses kit = new ClassFileImporter().importPackages(ROOT + ".contractkit");
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".contractkit")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".contractkit"))))
        .check(kit);
  }

  @Test
  void modelDependsOnItsBaseOnly() {
    mayDependOn("model", ROOT + ".internal");
  }

  @Test
  void internalDependsOnNothingOfOurs() {
    mayDependOn("internal");
  }

  @Test
  void authDependsOnTheExceptionsOnly() {
    mayDependOn("auth", ROOT);
  }

  @Test
  void pagingDependsOnTheExceptionsOnly() {
    mayDependOn("paging", ROOT);
  }

  @Test
  void apiDependsOnWhatItIsMadeOf() {
    mayDependOn("api", ROOT + ".internal", ROOT + ".model", ROOT + ".paging");
  }

  @Test
  void theClientDoesNotDependOnTheSandbox() {
    check(
        noClasses()
            .that(are(not(resideInAnyPackage(ROOT + ".sandbox..", ROOT + ".quickstart.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".sandbox..", ROOT + ".quickstart.."));
  }

  @Test
  void theSandboxVerifiesWithTheSignerAndNeedsNothingElseOfTheClient() {
    check(
        noClasses()
            .that()
            .resideInAPackage(SANDBOX)
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".sandbox.SandboxExtension")
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(not(resideInAnyPackage(SANDBOX, ROOT + ".auth")))
                    .and(not(EXCEPTIONS))));
    check(
        noClasses()
            .that(are(ROOMS))
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(not(resideInAPackage(SANDBOX)))
                    .and(not(EXCEPTIONS))));
  }

  /** ArchUnit fails if a layer is empty. A package-info does not count. */
  @Test
  void theRoomsOfTheSandboxDependOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("sandbox")
        .definedBy(room(".sandbox"))
        .layer("operations")
        .definedBy(room(".sandbox.operations"))
        .layer("store")
        .definedBy(room(".sandbox.store"))
        .layer("spec")
        .definedBy(room(".sandbox.spec"))
        .whereLayer("sandbox")
        .mayOnlyAccessLayers("operations", "spec")
        .whereLayer("operations")
        .mayOnlyAccessLayers("store", "spec")
        .whereLayer("store")
        .mayOnlyAccessLayers("spec")
        .whereLayer("spec")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void theStoreKnowsOnlyTheProblemOfTheSpecification() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".sandbox.store")
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + ".sandbox.spec").and(not(type(Problem.class)))));
  }

  private static DescribedPredicate<JavaClass> room(String name) {
    return resideInAPackage(ROOT + name)
        .and(not(simpleName("package-info")))
        .as("the classes of %s", name);
  }

  // --- libraries

  @Test
  void onlyTheClientAndTheSandboxTouchTheHttpLibrary() {
    check(
        noClasses()
            .that(are(not(resideInAnyPackage(ROOT, SANDBOX))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc.."));
  }

  @Test
  void theHttpLibraryIsNotInSignaturesOfTheClient() {
    check(
        noClasses()
            .that()
            .arePublic()
            .and(are(not(resideInAPackage(SANDBOX))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc.."));
  }

  @Test
  void onlyTheSandboxUsesItsLibraries() {
    check(
        noClasses()
            .that(are(not(resideInAnyPackage(SANDBOX, ROOT + ".quickstart"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "com.networknt..",
                "picocli..",
                "com.fasterxml.jackson.dataformat..",
                "org.yaml..",
                "org.snakeyaml.."));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".quickstart")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "com.networknt..",
                "com.fasterxml.jackson.dataformat..",
                "org.yaml..",
                "org.snakeyaml.."));
  }

  @Test
  void theJarOfTheClientNeedsNoOtherLibraryThanItsUsersGet() {
    check(
        classes()
            .that(are(not(resideInAnyPackage(SANDBOX, ROOT + ".quickstart"))))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                ROOT + "..",
                "java..",
                "javax.crypto..",
                "javax.net.ssl..",
                "javax.annotation.processing..",
                "feign",
                "feign.codec",
                "com.fasterxml.jackson.annotation",
                "com.fasterxml.jackson.core..",
                "com.fasterxml.jackson.databind..",
                "org.apache.hc..",
                "org.jspecify.annotations",
                "org.slf4j"));
  }

  // --- what users may see

  @Test
  void thePublicTypesWrittenByHandAreThese() {
    assertThat(
            CLASSES.stream()
                .filter(not(GENERATED))
                .filter(not(ROOMS))
                .filter(JavaClass::isTopLevelClass)
                .filter(javaClass -> javaClass.getModifiers().contains(JavaModifier.PUBLIC))
                .map(javaClass -> javaClass.getName().substring(ROOT.length() + 1)))
        .containsExactlyInAnyOrder(
            "ApiGatewayClient",
            "ApiGatewayException",
            "CallEvent",
            "CallListener",
            "CallOptions",
            "Cloud",
            "ErrorCode",
            "auth.Credentials",
            "auth.CredentialsProvider",
            "auth.SignatureV2",
            "auth.SigningInterceptor",
            "internal.OpenModel",
            "internal.PathSegment",
            "internal.QueryParameters",
            "internal.QueryValue",
            "internal.ReadOnly",
            "paging.Pages",
            "quickstart.Quickstart",
            "sandbox.ApiGatewaySandbox",
            "sandbox.SandboxExtension");
  }

  @Test
  void whatIsPublicAndWrittenByHandIsNotForExtending() {
    check(
        classes()
            .that()
            .arePublic()
            .and(are(not(GENERATED)))
            .and(are(not(assignableTo(QueryParameters.class))))
            .and(are(not(assignableTo(OpenModel.class))))
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(JavaModifier.FINAL));
    assertThat(CLASSES.get(QueryParameters.class).getModifiers()).contains(JavaModifier.ABSTRACT);
    assertThat(CLASSES.get(OpenModel.class).getModifiers()).contains(JavaModifier.ABSTRACT);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class));
  }

  // --- habits

  @Test
  void timeIsJavaTime() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Date.class, Calendar.class, DateFormat.class));
  }

  @Test
  void onlyTheProgramsWriteToTheConsole() {
    check(
        noClasses()
            .that(
                are(
                    not(
                        resideInAPackage(ROOT + ".quickstart")
                            .or(
                                DescribedPredicate.describe(
                                    "SandboxMain",
                                    c -> c.getName().startsWith(ROOT + ".sandbox.SandboxMain"))))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  @Test
  void nobodyPrintsStackTracesOrEndsTheProcess() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "it is printStackTrace() of any exception",
                    call ->
                        call.getName().equals("printStackTrace")
                            && call.getTarget().getRawParameterTypes().isEmpty()))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.logging.Logger"));
    check(
        noClasses()
            .that(are(not(resideInAnyPackage(ROOT + ".quickstart", SANDBOX))))
            .should()
            .callMethod(System.class, "exit", int.class));
  }

  private static void mayDependOn(String name, String... others) {
    String own = ROOT + "." + name;
    check(
        noClasses()
            .that()
            .resideInAPackage(own)
            .should()
            .dependOnClassesThat(
                resideInAPackage(ROOT + "..")
                    .and(not(resideInAPackage(own)))
                    .and(not(resideInAnyPackage(others)))));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  private static boolean isOrIsNestedIn(JavaClass javaClass, Class<?> type) {
    String name = javaClass.getBaseComponentType().getName();
    return name.equals(type.getName()) || name.startsWith(type.getName() + "$");
  }
}
