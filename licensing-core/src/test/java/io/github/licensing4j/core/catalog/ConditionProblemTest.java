package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.condition.ConditionCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions in catalogs: where they may stand, what is inherited, and the position of each problem. */
class ConditionProblemTest {
    private static final String BASE = """
            catalog: c
            meters: { tokens: { unit: token } }
            plans:
              free@1:
                limits:
                  burst: { kind: rate, permits: 10, per: PT1S }
                  monthly:
                    kind: quota
                    meter: calls
                    amount: 1000
                    per: P1M
                    headers: [X-Region]
                    when: headers['x-region'] == 'eu'
              pro@1:
                extends: free@1
                limits:
                  monthly: { amount: 2000 }
              open@1:
                extends: free@1
                limits:
                  monthly: { when: none }
            endpoints:
              - match: "GET /v1/cities/{id}/**"
                headers: [x-region]
                when: path.id == 'berlin' && headers['x-region'] == 'eu'
            """;

    private static PlanDefinition plan(Map<PlanId, PlanDefinition> plans, PlanId id) {
        return Objects.requireNonNull(plans.get(id));
    }

    @Test
    void plansInheritConditionsOfLimits() {
        Map<PlanId, PlanDefinition> plans = Catalogs.read(BASE).plans();

        assertThat(plan(plans, Catalogs.FREE).conditions()).containsOnlyKeys("monthly");
        assertThat(plan(plans, Catalogs.PRO).conditions())
                .isEqualTo(plan(plans, Catalogs.FREE).conditions());
        assertThat(plan(plans, PlanId.parse("open@1")).conditions()).isEmpty();
        assertThat(Catalogs.read(BASE).isConditional()).isTrue();
        assertThat(Catalogs.weather().isConditional()).isFalse();
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "when: path.id == 'berlin' && | when: path.name == 'berlin' && | 25:11 | 'when' of an endpoint rule: undeclared reference to 'path' at 'path.name == 'berlin'",
                "when: headers['x-region'] == 'eu' | when: headers['x-zone'] == 'eu' | 13:15 | 'when' of limit 'monthly': the header field 'x-zone' is not listed in 'headers', expected one of x-region",
                "when: headers['x-region'] == 'eu' | when: path.id == 'eu' | 13:15 | 'when' of limit 'monthly': undeclared reference to 'path'",
                "when: headers['x-region'] == 'eu' | when: true | 13:15 | 'when' of limit 'monthly' is true, expected a condition, such as request.method == 'GET'",
                "when: headers['x-region'] == 'eu' | when: [a] | 13:15 | 'when' of limit 'monthly' is a list, expected a condition",
                "when: headers['x-region'] == 'eu' | wen: a == 'eu' | 12:18 | 'headers' of limit 'monthly': only 'when' reads header fields",
                "headers: [X-Region] | headers: x-region | 12:18 | 'headers' of limit 'monthly' is the text 'x-region', expected a list",
                "headers: [X-Region] | headers: [X-Region, Cookie] | 12:29 | 'headers' of limit 'monthly': 'cookie' carries credentials, which no condition may read",
                "headers: [X-Region] | headers: [X-Region, 'a b'] | 12:29 | 'headers' of limit 'monthly': the text 'a b' is no name of a header field",
                "/{id}/** | /{id}/{id} | 23:12 | 'match' of an endpoint rule: expected one variable 'id', got two"
            })
    void refusesWrongConditionsWithTheirPosition(String old, String now, String at, String message) {
        assertThat(BASE).contains(old);
        assertThatThrownBy(() -> Catalogs.read(BASE.replace(old, now)))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.problems())
                                .extracting(CatalogProblem::toString)
                                .anySatisfy(problem ->
                                        assertThat(problem).startsWith("licensing.yaml:" + at + ": " + message)));
    }

    @Test
    void boundsConditionsOfOneCatalog() {
        String rules = IntStream.range(0, 501)
                .mapToObj(i -> "  - { match: 'GET /r" + i + "', when: plan.version == " + i + " }\n")
                .collect(Collectors.joining());
        assertThatThrownBy(() -> Catalogs.read("catalog: c\nplans: {p@1: {}}\nendpoints:\n" + rules))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("licensing.yaml:504:")
                .hasMessageContaining("the catalog has more than 500 different conditions");
    }

    @Test
    void contractsChangeNoCondition() {
        Catalog catalog = Catalogs.read(BASE);
        assertThatThrownBy(() -> catalog.terms(
                        Catalogs.FREE,
                        Overrides.parse("{\"limits\": {\"monthly\": {\"when\": \"true == true\"}}}"),
                        "acme"))
                .hasMessageContaining("limit 'monthly' has a condition, expected conditions only in the catalog");
        Terms terms =
                catalog.terms(Catalogs.FREE, Overrides.parse("{\"limits\": {\"monthly\": {\"amount\": 7}}}"), "acme");
        assertThat(terms.conditions()).containsOnlyKeys("monthly");
    }

    @Test
    void reportsChangedConditions() {
        String edited = BASE.replace("when: headers['x-region'] == 'eu'", "when: headers['x-region'] == 'us'")
                .replace("path.id == 'berlin'", "path.id == 'paris'");
        assertThat(CatalogDiff.between(Catalogs.read(BASE), Catalogs.read(edited), plan -> 0))
                .containsExactly(
                        "plan free@1: the condition of limit 'monthly' was 'headers['x-region'] == 'eu'' with the header fields [x-region],"
                                + " is now 'headers['x-region'] == 'us'' with the header fields [x-region]",
                        "plan pro@1: the condition of limit 'monthly' was 'headers['x-region'] == 'eu'' with the header fields [x-region],"
                                + " is now 'headers['x-region'] == 'us'' with the header fields [x-region]",
                        "endpoint rule GET /v1/cities/{id}/** has changed");
        assertThat(CatalogDiff.between(Catalogs.read(BASE), Catalogs.read(BASE), plan -> 0))
                .isEmpty();
    }

    @Test
    void namesTheMissingLibrary() throws Exception {
        Class<?> parser = new WithoutLibrary(getClass().getClassLoader()).loadClass(CatalogParser.class.getName());
        var parse = parser.getMethod("parse", String.class, String.class);

        assertThatThrownBy(() -> parse.invoke(null, "licensing.yaml", BASE))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessageContaining("licensing.yaml:13:15: 'when' of limit 'monthly': conditions need the library "
                        + ConditionCompiler.ARTIFACT + ", which is not on the class path; add dev.cel:cel");
        assertThat(parse.invoke(null, "licensing.yaml", Catalogs.text("weather.yaml")))
                .isNotNull();
    }

    /** Loads the catalog anew, as a host without the library does. */
    private static final class WithoutLibrary extends ClassLoader {
        private static final List<String> ANEW =
                List.of("io.github.licensing4j.core.catalog.", "io.github.licensing4j.core.condition.");

        WithoutLibrary(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.cel.")) {
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            return known != null || ANEW.stream().noneMatch(name::startsWith)
                    ? known == null ? super.loadClass(name, resolve) : known
                    : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
