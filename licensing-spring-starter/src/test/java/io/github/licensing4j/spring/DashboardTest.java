package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.OutageStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard shows the metrics that there are, all of them. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("licensing_[a-z_]+");

    @Test
    void showsEveryMetricAndNoOther() {
        JsonNode dashboard = JsonMapper.shared()
                .readTree(Path.of("../docs/grafana/licensing4j.json").toFile());
        List<String> expressions = dashboard
                .at("/panels")
                .valueStream()
                .flatMap(panel -> panel.get("targets").valueStream())
                .map(target -> target.get("expr").asString())
                .toList();
        assertThat(expressions).hasSizeGreaterThan(10).allMatch(expr -> expr.contains("application=~"));

        Set<String> shown = expressions.stream()
                .flatMap(expr -> METRIC.matcher(expr).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(samples());
    }

    private static Set<String> samples() {
        var registry = new SimpleMeterRegistry();
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("registry", registry);
        beans.registerSingleton("info", info());
        ObjectProvider<MeterRegistry> registries = beans.getBeanProvider(MeterRegistry.class);
        new DecisionMetrics(registries).afterSingletonsInstantiated();
        new SignalMetrics(registries).afterSingletonsInstantiated();
        new OutageMetrics(registries, beans.getBeanProvider(LicensingInfo.class)).afterSingletonsInstantiated();
        return registry.getMeters().stream()
                .flatMap(meter -> samples(meter.getId()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names samples as Micrometer's registry for Prometheus does. */
    private static Stream<String> samples(Meter.Id id) {
        String name = id.getName().replace('.', '_');
        return switch (id.getType()) {
            case COUNTER -> Stream.of(name + "_total");
            case TIMER -> Stream.of("count", "sum", "max").map(part -> name + "_seconds_" + part);
            case GAUGE -> Stream.of("seconds".equals(id.getBaseUnit()) ? name + "_seconds" : name);
            default -> throw new AssertionError(id);
        };
    }

    /** Has an outage status of each kind. */
    private static LicensingInfo info() {
        List<OutageStatus> all = Arrays.stream(OutageStatus.Kind.values())
                .map(kind -> new OutageStatus(kind, null, 0))
                .toList();
        return (LicensingInfo) Proxy.newProxyInstance(
                LicensingInfo.class.getClassLoader(),
                new Class<?>[] {LicensingInfo.class},
                (proxy, method, arguments) -> all);
    }
}
