package io.github.licensing4j.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.licensing4j.core.planted.util.Offender;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the direction of dependencies inside the engine, and banned types and calls. */
@AnalyzeClasses(packages = "io.github.licensing4j.core", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String CORE = "io.github.licensing4j.core";
    /** All may use these, which use nothing else of core. */
    private static final List<String> FOUNDATIONS =
            List.of("file", "schedule", "hash", "cache", "http", "bucket", "condition");

    /** Each may use those before it. */
    private static final List<String> LEAVES =
            List.of("catalog", "credential", "license", "limit", "audit", "webhook", "usage", "insight", "admin");

    @ArchTest
    static final ArchRule CATALOG_USES_NO_LEAF = leafUsesOnlyThoseBeforeIt("catalog");

    @ArchTest
    static final ArchRule CREDENTIAL_USES_THE_CATALOG = leafUsesOnlyThoseBeforeIt("credential");

    @ArchTest
    static final ArchRule LICENSE_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("license");

    @ArchTest
    static final ArchRule LIMIT_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("limit");

    @ArchTest
    static final ArchRule AUDIT_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("audit");

    @ArchTest
    static final ArchRule WEBHOOK_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("webhook");

    @ArchTest
    static final ArchRule USAGE_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("usage");

    @ArchTest
    static final ArchRule INSIGHT_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("insight");

    @ArchTest
    static final ArchRule ADMIN_USES_THOSE_BEFORE_IT = leafUsesOnlyThoseBeforeIt("admin");

    @ArchTest
    static final ArchRule STORES_GO_THROUGH_THE_SPI = noClasses()
            .that()
            .resideInAPackage(CORE + ".store..")
            .should()
            .dependOnClassesThat(
                    residingInCoreOutside(CORE + ".store", CORE + ".file", CORE + ".hash", CORE + ".bucket"));

    @ArchTest
    static final ArchRule FOUNDATIONS_USE_NOTHING_ELSE = noClasses()
            .that()
            .resideInAnyPackage(
                    FOUNDATIONS.stream().map(name -> CORE + "." + name + "..").toArray(String[]::new))
            .should()
            .dependOnClassesThat(residingInCoreOutside(
                    FOUNDATIONS.stream().map(name -> CORE + "." + name).toArray(String[]::new)));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(CORE + ".(*)..").should().beFreeOfCycles();

    /** The kinds of limits share the counters and the contract, which use no kind. */
    @ArchTest
    static final ArchRule NO_CYCLES_AMONG_LIMITS =
            slices().assignedFrom(new PackagesOf(CORE + ".limit")).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_ROOM_WITHOUT_A_NAME =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..internal..", "..impl..");

    @ArchTest
    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .that()
            .doNotHaveSimpleName("SlewingClock")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage(CORE + ".cli")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule CLASSES_ARE_CLOSED = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(JavaModifier.FINAL)
            .orShould()
            .haveModifier(JavaModifier.ABSTRACT)
            .orShould()
            .beEnums();

    @Test
    void theRulesNoticeWhatBreaksThem() {
        var planted = new ClassFileImporter().importClasses(Offender.class);
        Stream.of(NO_ROOM_WITHOUT_A_NAME, TIME_IS_AN_ARGUMENT, ONLY_THE_COMMAND_LINE_PRINTS, CLASSES_ARE_CLOSED)
                .forEach(rule -> assertThat(rule.evaluate(planted).hasViolation())
                        .as(rule.getDescription())
                        .isTrue());
        var all = new ClassFileImporter().importPackages(CORE);
        assertThat(noClasses()
                        .that()
                        .resideInAPackage(CORE + ".limit..")
                        .should()
                        .dependOnClassesThat(residingInCoreOutside(CORE + ".limit"))
                        .evaluate(all)
                        .hasViolation())
                .as("limit does use other leaves, so a rule that forbade it would notice")
                .isTrue();
    }

    private static ArchRule leafUsesOnlyThoseBeforeIt(String leaf) {
        String[] allowed = Stream.concat(FOUNDATIONS.stream(), LEAVES.subList(0, LEAVES.indexOf(leaf) + 1).stream())
                .map(name -> CORE + "." + name)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(CORE + "." + leaf + "..")
                .should()
                .dependOnClassesThat(residingInCoreOutside(allowed));
    }

    private static DescribedPredicate<JavaClass> residingInCoreOutside(String... packages) {
        return DescribedPredicate.describe("reside in core outside of " + String.join(", ", packages), type -> {
            String name = type.getPackageName();
            return (name.equals(CORE) || name.startsWith(CORE + "."))
                    && Stream.of(packages).noneMatch(root -> name.equals(root) || name.startsWith(root + "."));
        });
    }

    /** Each package under a root as a slice of its own. */
    private record PackagesOf(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(root) || name.startsWith(root + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }
}
