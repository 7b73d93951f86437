package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spring.CallTrace.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmCallTest {
    private static final String CATALOG = """
            catalog: warm
            features:
              report.read: {}
            plans:
              warm@1:
                features: [report.read]
                limits:
                  burst:   { kind: rate, bands: [ { permits: 1000, per: PT1S, burst: 2000 }, { permits: 100000, per: PT1H, burst: 100000 } ] }
                  monthly: { kind: quota, meter: calls, amount: 1000000, per: P1M }
            """;

    private static final int MAX_CLASSES = 76;
    private static final int MAX_METHODS = 554;
    private static final Pattern API = Pattern.compile("io\\.github\\.licensing4j\\.(spi\\.|admin\\.)?[A-Z].*");
    private static final Pattern CLOCK = Pattern.compile(".*\\.(Slewing|Engine|Store)Clock.*");
    private static final Set<String> BORDER_METHODS =
            Set.of("requiresLicense", "measures", "identify", "decide", "settle");
    private static final Set<String> BORDER = Set.of(
            "io.github.licensing4j.core.DefaultLicensing",
            "io.github.licensing4j.core.EngineInfo",
            "io.github.licensing4j.core.CallReservation");

    @TempDir
    Path dir;

    /** A ratchet: lower the numbers when the walk becomes shorter. Records, enums and the api's types are not counted. */
    @Test
    void entersFewClasses() throws Exception {
        Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        List<Entry> methods = CallTrace.ofWarmCall(dir);

        assertThat(borderCalls(methods)).containsExactly("identify", "decide", "settle");
        assertThat(behaviour(withoutClock(methods))).hasSizeLessThanOrEqualTo(MAX_CLASSES);
        assertThat(withoutClock(methods)).hasSizeLessThanOrEqualTo(MAX_METHODS);
    }

    /** Leaves the clock out, which compares itself with that of the system during some calls only. */
    private static List<Entry> withoutClock(List<Entry> methods) {
        return methods.stream()
                .filter(method -> !CLOCK.matcher(method.type()).matches())
                .filter(method -> !method.type().startsWith("io.github.licensing4j.Health"))
                .toList();
    }

    /** Returns the calls from the filter and the interceptor into the engine, in order. */
    private static List<String> borderCalls(List<Entry> methods) {
        return methods.stream()
                .filter(method -> BORDER.contains(method.type()))
                .filter(Entry::isPublic)
                .map(Entry::method)
                .filter(BORDER_METHODS::contains)
                .toList();
    }

    private static Set<String> behaviour(List<Entry> methods) {
        return methods.stream()
                .filter(method -> !method.isValue() && !method.type().contains("$$Lambda"))
                .map(Entry::type)
                .filter(type -> !API.matcher(type).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
