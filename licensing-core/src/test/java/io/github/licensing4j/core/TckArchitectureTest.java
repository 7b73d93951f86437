package io.github.licensing4j.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The published contract tests need nothing but the api, JUnit Jupiter and AssertJ. */
@AnalyzeClasses(packages = "io.github.licensing4j.tck")
final class TckArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_NOTHING_OF_THE_ENGINE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.github.licensing4j",
                    "io.github.licensing4j.admin..",
                    "io.github.licensing4j.spi..",
                    "io.github.licensing4j.tck..",
                    "org.assertj..",
                    "org.junit.jupiter..",
                    "org.jspecify..");
}
