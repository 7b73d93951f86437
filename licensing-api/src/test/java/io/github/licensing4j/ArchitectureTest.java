package io.github.licensing4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.github.licensing4j", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "io.github.licensing4j";
    private static final String ADMIN = "io.github.licensing4j.admin";
    private static final String SPI = "io.github.licensing4j.spi";
    private static final String CLIENT = "io.github.licensing4j.client";

    @ArchTest
    static final ArchRule DEPENDS_ON_NOTHING = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", ROOT, ADMIN, SPI, CLIENT);

    @ArchTest
    static final ArchRule ROOT_IS_THE_LOWEST_LAYER = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ADMIN, SPI);

    @ArchTest
    static final ArchRule ADMIN_SHOWS_NO_STORAGE_RECORD = noClasses()
            .that()
            .resideInAPackage(ADMIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SPI);

    @ArchTest
    static final ArchRule SPI_IS_INDEPENDENT_OF_ADMIN = noClasses()
            .that()
            .resideInAPackage(SPI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ADMIN);

    /** It is used by callers of a service, which need nothing of the service. */
    @ArchTest
    static final ArchRule CLIENT_IS_INDEPENDENT = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ADMIN, SPI);

    @ArchTest
    static final ArchRule NOTHING_USES_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLIENT);
}
