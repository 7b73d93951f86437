package io.github.licensing4j.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;

@AnalyzeClasses(packages = "io.github.licensing4j.servlet", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule SEES_THE_API_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta.servlet..",
                    "com.fasterxml.jackson.annotation..",
                    "tools.jackson..",
                    "org.jspecify..",
                    "io.github.licensing4j",
                    "io.github.licensing4j.admin",
                    "io.github.licensing4j.spi",
                    "io.github.licensing4j.servlet.admin",
                    "io.github.licensing4j.servlet");

    @ArchTest
    static final ArchRule TIME_IS_AN_ARGUMENT = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NEVER_STARTS_AN_ERROR_DISPATCH = noClasses()
            .should()
            .callMethod(HttpServletResponse.class, "sendError", int.class)
            .orShould()
            .callMethod(HttpServletResponse.class, "sendError", int.class, String.class);
}
