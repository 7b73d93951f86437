package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Match;
import io.github.licensing4j.Metered;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeclarationReaderTest {

    @RequiresFeature("meta")
    @Metered(meter = "tokens", units = 2)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Premium {}

    @RequiresFeature("interface")
    @RequiresScope("read")
    interface Api<T> {
        @RequiresFeature("interface-method")
        void interfaceMethod(T body);

        void plain();
    }

    @RequiresFeature(
            value = {"a", "b"},
            match = Match.ANY)
    static class Controller implements Api<String> {
        @RequiresFeature("method")
        @Metered(units = 10, chargeOn = ChargeOn.SUCCESS)
        @Metered(meter = "tokens", units = 0, reserve = 5)
        public void method() {}

        @Override
        public void interfaceMethod(String body) {}

        @Override
        public void plain() {}

        @LicenseExempt(reason = "open")
        public void exempt() {}

        @Premium
        public void meta() {}

        @Premium
        @RequiresFeature("direct")
        public void competing() {}

        @LicenseExempt(reason = "x")
        @RequiresScope("y")
        public void contradicting() {}

        @Metered
        @Metered(units = 3)
        public void sameMeterTwice() {}

        @RequiresFeature({})
        public void emptyFeatures() {}

        @RequiresScope({})
        public void emptyScopes() {}
    }

    static class Child extends Controller {
        @Override
        public void method() {}
    }

    static class OnlyInterface implements Api<String> {
        @Override
        public void interfaceMethod(String body) {}

        @Override
        public void plain() {}
    }

    @LicenseExempt(reason = "class")
    static class ExemptClass implements Api<String> {
        @Override
        public void interfaceMethod(String body) {}

        @RequiresScope("write")
        @Override
        public void plain() {}
    }

    interface One {
        @RequiresFeature("one")
        void shared();
    }

    interface Two {
        @RequiresFeature("two")
        void shared();
    }

    static class Both implements One, Two {
        @Override
        public void shared() {}
    }

    @Test
    void prefersMethodOverClassOverInterface() {
        assertThat(features(Controller.class, "method")).containsExactly("method");
        assertThat(features(Controller.class, "plain")).containsExactlyInAnyOrder("a", "b");
        assertThat(features(Controller.class, "interfaceMethod")).containsExactlyInAnyOrder("a", "b");
        assertThat(features(OnlyInterface.class, "interfaceMethod")).containsExactly("interface-method");
        assertThat(features(OnlyInterface.class, "plain")).containsExactly("interface");
        assertThat(features(Child.class, "method")).containsExactly("method");
    }

    @Test
    void takesEachKindFromNearestLevel() {
        Requirement requirement = requirement(Controller.class, "method");
        assertThat(requirement.scopes()).containsExactly("read");
        assertThat(requirement.charges())
                .containsExactly(
                        new Charge("calls", 10, 0, ChargeOn.SUCCESS), new Charge("tokens", 0, 5, ChargeOn.NOT_5XX));
    }

    @Test
    void readsAnnotationsOnAnnotations() {
        Requirement requirement = requirement(Controller.class, "meta");
        assertThat(requirement.features()).containsExactly(new Requirement.Features(Set.of("meta"), Match.ALL));
        assertThat(requirement.charges()).containsExactly(Charge.of("tokens", 2));
    }

    @Test
    void exemptionHidesFartherLevels() {
        assertThat(read(Controller.class, "exempt")).isEqualTo(new Declaration.Exempt("open"));
        assertThat(read(ExemptClass.class, "interfaceMethod")).isEqualTo(new Declaration.Exempt("class"));
        assertThat(requirement(ExemptClass.class, "plain"))
                .isEqualTo(new Requirement(List.of(), Set.of("write"), List.of()));
    }

    @Test
    void readsClasses() {
        assertThat(DeclarationReader.of(Object.class)).isEqualTo(Declaration.none());
        assertThat(DeclarationReader.of(ExemptClass.class)).isEqualTo(new Declaration.Exempt("class"));
        assertThat(DeclarationReader.of(Child.class)).isInstanceOf(Declaration.Required.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"competing", "contradicting", "sameMeterTwice", "emptyFeatures", "emptyScopes"})
    void namesPlaceOfError(String method) {
        assertThatThrownBy(() -> read(Controller.class, method))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("Controller#" + method);
    }

    @Test
    void namesCompetingAnnotations() {
        assertThatThrownBy(() -> read(Controller.class, "competing"))
                .hasMessageContaining("meta")
                .hasMessageContaining("direct");
        assertThatThrownBy(() -> read(Both.class, "shared"))
                .hasMessageContaining("One#shared")
                .hasMessageContaining("Two#shared")
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    private static Declaration read(Class<?> handler, String name) {
        Method method = Stream.of(handler.getMethods())
                .filter(candidate -> candidate.getName().equals(name) && !candidate.isBridge())
                .findFirst()
                .orElseThrow();
        return DeclarationReader.of(method, handler);
    }

    private static Requirement requirement(Class<?> handler, String name) {
        return ((Declaration.Required) read(handler, name)).requirement();
    }

    private static Set<String> features(Class<?> handler, String name) {
        return requirement(handler, name).features().get(0).names();
    }
}
