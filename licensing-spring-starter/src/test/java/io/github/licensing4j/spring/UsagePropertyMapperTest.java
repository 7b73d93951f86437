package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.StoredApplication.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.Store;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tests the directory of the journal, the report of volatile usage, and contradictory settings. */
class UsagePropertyMapperTest {
    @TempDir
    Path dir;

    /** Attached to the logger itself, for the logging configuration depends on the test that ran before. */
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    private final Logger log = (Logger) LoggerFactory.getLogger(UsagePropertyMapper.class);

    private WebApplicationContextRunner runner;

    @Configuration(proxyBeanMethods = false)
    static class SharedStore {
        /** A store in memory that is declared as shared. */
        @Bean
        Store sharedStore() {
            InMemoryStore store = new InMemoryStore();
            return (Store) Proxy.newProxyInstance(
                    Store.class.getClassLoader(),
                    new Class<?>[] {Store.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("isLocal") ? false : method.invoke(store, arguments));
        }
    }

    @BeforeEach
    void prepare() {
        logged.start();
        log.addAppender(logged);
        log.setLevel(Level.INFO);
        runner = StoredApplication.in(dir);
    }

    @AfterEach
    void hearNoMore() {
        log.detachAppender(logged);
        log.setLevel(null);
    }

    private String dataDir() {
        return "licensing.store.data-dir=" + dir.resolve("data");
    }

    private String journalDir() {
        return "licensing.usage.journal-dir=" + dir.resolve("own");
    }

    @Test
    void placesJournalInDataOrJournalDirectory() {
        runner.withPropertyValues(dataDir()).run(context -> {
            assertThat(segments(dir.resolve("data/journal"))).isNotEmpty();
            assertThat(journalHealth(context)).doesNotContain("volatile");
        });
        runner.withPropertyValues(dataDir(), journalDir())
                .run(context -> assertThat(segments(dir.resolve("own"))).isNotEmpty());
        runner.withPropertyValues(journalDir())
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(logged.list).isEmpty();
    }

    @Test
    void reportsVolatileUsageWithoutDirectory() {
        runner.run(context -> assertThat(journalHealth(context)).contains("volatile"));
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage()).startsWith("Usage is volatile and lost with the process");
        });
    }

    @Test
    void sharedDatabaseNeedsJournal() {
        var jdbc = runner.withPropertyValues(
                "licensing.store.type=jdbc", "licensing.store.audit-key=" + dir.resolve("audit.key"));
        FailureAnalysis analysis = failure(jdbc);
        assertThat(analysis.getDescription()).contains("licensing.usage.journal-dir is not set");
        assertThat(analysis.getAction())
                .contains("Set licensing.usage.journal-dir to a directory", "licensing.usage.allow-volatile=true");
        // What is missing next is the database.
        assertThat(failure(jdbc.withPropertyValues("licensing.usage.allow-volatile=true"))
                        .getDescription())
                .contains("needs a DataSource bean");
        assertThat(failure(jdbc.withPropertyValues(dataDir())).getDescription()).contains("needs a DataSource bean");

        var shared = runner.withUserConfiguration(SharedStore.class);
        assertThat(failure(shared).getDescription()).contains("licensing.usage.journal-dir is not set");
        assertThat(logged.list).isEmpty();
        shared.withPropertyValues("licensing.usage.allow-volatile=true")
                .run(context -> assertThat(journalHealth(context)).contains("volatile"));
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).startsWith("Usage is volatile by licensing.usage.allow-volatile");
        });
    }

    @Test
    void namesTheProcessThatHoldsTheJournal() throws IOException {
        try (UsageJournal held = UsageJournal.open(
                JournalSettings.in(dir.resolve("own")).sizes(1 << 18, 1 << 20), InstantSource.system())) {
            assertThat(held.hasRoom()).isTrue();
            FailureAnalysis analysis = failure(runner.withPropertyValues(dataDir(), journalDir()));
            assertThat(analysis.getDescription())
                    .contains("in use by process " + ProcessHandle.current().pid());
            assertThat(analysis.getAction()).contains("licensing.usage.journal-dir", "this process alone");
        }
        // The failed start has released the data directory.
        runner.withPropertyValues(dataDir(), journalDir())
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesContradictorySettings() {
        assertThat(failure(runner.withPropertyValues(journalDir(), "licensing.usage.allow-volatile=true"))
                        .getDescription())
                .contains("licensing.usage.allow-volatile=true and licensing.usage.journal-dir contradict each other");
        assertThat(failure(runner.withPropertyValues("licensing.usage.flush-interval=0s"))
                        .getDescription())
                .contains("licensing.usage.flush-interval is 'PT0S'", "above zero");
        assertThat(failure(runner.withPropertyValues("licensing.usage.max-disk=100KB"))
                        .getDescription())
                .contains("licensing.usage.max-disk is 102400B", "at least 512KB");
    }

    @Test
    void adoptsJournalsOfNodesThatShareTheStore() {
        String adopt = "licensing.usage.adopt-journals=";
        var shared = runner.withUserConfiguration(SharedStore.class);
        shared.withPropertyValues(journalDir(), adopt + dir)
                .run(context -> assertThat(
                                context.getBean(LicensingInfo.class).health().components())
                        .extracting(Health.Component::name)
                        .contains("journal-adoption"));
        assertThat(failure(shared.withPropertyValues(journalDir(), adopt + dir.resolve("absent")))
                        .getDescription())
                .contains("licensing.usage.adopt-journals", "absent' is no directory");
        assertThat(failure(shared.withPropertyValues("licensing.usage.allow-volatile=true", adopt + dir))
                        .getDescription())
                .contains("licensing.usage.adopt-journals", "has no journal");
        assertThat(failure(runner.withPropertyValues(dataDir(), adopt + dir)).getDescription())
                .contains("licensing.usage.adopt-journals", "shares its store with no other");
    }

    @Test
    void everySettingReachesTheJournal() {
        runner.withPropertyValues(
                        dataDir(),
                        "licensing.usage.fsync=always",
                        "licensing.usage.flush-interval=20ms",
                        "licensing.usage.when-full=shed",
                        "licensing.usage.max-disk=4MB",
                        "licensing.clock.accept-until=2027-01-31T12:00:00Z")
                .run(context -> {
                    var settings = new UsagePropertyMapper(context.getBean(LicensingProperties.class))
                            .of(new InMemoryStore(), dir.resolve("data"));
                    JournalSettings journal = Objects.requireNonNull(settings.journal());
                    assertThat(journal.fsync()).isEqualTo(JournalSettings.Fsync.ALWAYS);
                    assertThat(journal.whenFull()).isEqualTo(JournalSettings.WhenFull.SHED);
                    assertThat(journal.maxBytes()).isEqualTo(4L << 20);
                    assertThat(journal.segmentBytes()).isEqualTo(1 << 19);
                    assertThat(journal.directory())
                            .isEqualTo(dir.resolve("data/journal").toAbsolutePath());
                    assertThat(settings.flushInterval()).hasMillis(20);
                    assertThat(settings.acceptUntil()).isEqualTo("2027-01-31T12:00:00Z");
                    assertThat(segments(dir.resolve("data/journal")))
                            .isNotEmpty()
                            .allSatisfy(
                                    segment -> assertThat(Files.size(segment)).isLessThanOrEqualTo(1 << 19));
                });
    }

    private static String journalHealth(ApplicationContext context) {
        return context.getBean(LicensingInfo.class).health().components().stream()
                .filter(part -> part.name().equals("usage-journal"))
                .map(Health.Component::detail)
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toFile().length() > 100).toList();
        }
    }
}
