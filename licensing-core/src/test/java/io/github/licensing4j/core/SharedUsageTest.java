package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Usage of nodes that share a store: under a name each, and journaled unless loss is allowed. */
class SharedUsageTest {
    private static final Outcome OK = new Outcome(200, 0);

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final InMemoryStore kept = new InMemoryStore();
    private final Store shared = (Store) Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> method.getName().equals("isLocal") ? false : method.invoke(kept, arguments));

    private EngineFixture node(Store store, String journal, UnaryOperator<StoreOptions> settings) throws IOException {
        JournalSettings own = JournalSettings.in(dir.resolve(journal)).sizes(1 << 18, 1 << 20);
        return engine(
                store, options -> settings.apply(options.usage(new UsageSettings(own, Duration.ofDays(1), null))));
    }

    private EngineFixture engine(Store store, UnaryOperator<StoreOptions> settings) throws IOException {
        return new EngineFixture(
                Files.createDirectories(dir.resolve("catalog")),
                EngineFixture.CATALOG,
                clock,
                builder -> builder.stored(settings.apply(StoreOptions.in(store).maxStaleness(Duration.ofDays(3650)))));
    }

    private static void call(EngineFixture node, int calls) {
        String token = node.token("free@1", "lic_1");
        for (int i = 0; i < calls; i++) {
            node.granted(token, Requirement.license()).reservation().settle(OK);
        }
    }

    private long counted() {
        return kept.usage().counters(new LicenseId(EngineFixture.ISSUER, "lic_1"), Instant.EPOCH).stream()
                .mapToLong(CounterIncrement::units)
                .sum();
    }

    private String name(String journal) throws IOException {
        return Files.readString(dir.resolve(journal).resolve("node"));
    }

    @Test
    void journalsNameNodesWithoutName() throws IOException {
        try (EngineFixture one = node(shared, "one", options -> options);
                EngineFixture two = node(shared, "two", options -> options)) {
            call(one, 3);
            call(two, 4);
        }
        assertThat(counted()).isEqualTo(7);
        assertThat(name("one")).matches("local-[0-9a-f]{8}").isNotEqualTo(name("two"));
        String before = name("one");
        try (EngineFixture again = node(shared, "one", options -> options)) {
            call(again, 5);
        }
        assertThat(counted()).isEqualTo(12);
        assertThat(name("one")).isEqualTo(before);
        assertThat(kept.usage().sources(before)).extracting(UsageSource::epoch).containsExactly(1L, 2L);
        assertThat(kept.usage().sources("local")).isEmpty();
    }

    @Test
    void namedNodeKeepsItsName() throws IOException {
        try (EngineFixture local = node(kept, "local", options -> options);
                EngineFixture named = node(shared, "named", options -> options.node("blue"))) {
            call(local, 1);
            call(named, 1);
        }
        assertThat(kept.usage().sources("local")).hasSize(1);
        assertThat(kept.usage().sources("blue")).hasSize(1);
    }

    @Test
    void journalKeepsNameAfterNodeIsRenamed() throws IOException {
        try (EngineFixture blue = node(shared, "journal", options -> options.node("blue"))) {
            call(blue, 3);
        }
        try (EngineFixture green = node(shared, "journal", options -> options.node("green"))) {
            call(green, 2);
        }
        node(shared, "journal", options -> options).close();
        assertThat(counted()).isEqualTo(5);
        assertThat(kept.usage().sources("blue")).hasSize(2);
        assertThat(kept.usage().sources("green")).isEmpty();
        Files.writeString(dir.resolve("journal").resolve("node"), "");
        assertThatThrownBy(() -> node(shared, "journal", options -> options))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("expected the node name");
    }

    @Test
    void refusesNodeNameOfInvalidLength() {
        assertThatThrownBy(() -> StoreOptions.in(kept).node(" ")).hasMessageContaining("licensing.store.node");
        assertThatThrownBy(() -> StoreOptions.in(kept).node("n".repeat(201)))
                .hasMessageContaining("201 characters, expected a name of 1 to 200");
    }

    @Test
    @Tag("rule-3.3")
    void sharedStoreNeedsJournalUnlessLossIsAllowed() throws IOException {
        assertThatThrownBy(() -> engine(shared, options -> options))
                .isInstanceOf(LicensingException.class)
                .hasMessageContainingAll("licensing.usage.journal-dir", "licensing.usage.allow-volatile");
        try (EngineFixture allowed = engine(shared, StoreOptions::allowVolatileUsage);
                EngineFixture another = engine(shared, StoreOptions::allowVolatileUsage)) {
            call(allowed, 2);
            call(another, 3);
            assertThat(allowed.built.info().health().components())
                    .filteredOn(component -> component.name().equals("usage-journal"))
                    .extracting(Health.Component::detail)
                    .singleElement()
                    .asString()
                    .contains("volatile");
        }
        assertThat(counted()).as("neither takes the other for itself").isEqualTo(5);
        engine(kept, options -> options).close();
    }
}
