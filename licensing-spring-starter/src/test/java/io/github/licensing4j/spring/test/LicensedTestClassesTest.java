package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spring.test.LicenseTestCustomizer.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests which test classes get a context with their own keys. */
class LicensedTestClassesTest {

    @WithLicense(plan = "free@1")
    static class Outer {
        // As JUnit's nested tests are: not static.
        @SuppressWarnings("ClassCanBeStatic")
        class Inner {}
    }

    static class Base {
        @WithLicense(plan = "free@1")
        void inherited() {}
    }

    static class Derived extends Base {}

    static class Unlicensed {}

    @Test
    void appliesToInnerClasses() {
        assertThat(customizer(Outer.class)).isEqualTo(new LicenseTestCustomizer(Kind.ENFORCED));
        assertThat(customizer(Outer.Inner.class)).isEqualTo(new LicenseTestCustomizer(Kind.ENFORCED));
    }

    @Test
    void appliesToInheritedMethods() {
        assertThat(customizer(Derived.class)).isEqualTo(new LicenseTestCustomizer(Kind.ENFORCED));
    }

    @Test
    void otherTestsAreAsConfigured() {
        assertThat(customizer(Unlicensed.class)).isEqualTo(new LicenseTestCustomizer(Kind.CONFIGURED));
    }

    private static @Nullable Object customizer(Class<?> test) {
        return new LicenseTestCustomizerFactory().createContextCustomizer(test, List.of());
    }
}
