package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.StoredApplication.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tests which store the properties choose, and the messages for invalid choices. */
class StoreTypesTest {
    @TempDir
    Path dir;

    private WebApplicationContextRunner runner;

    /** Returns a DataSource whose connections fail with its name. */
    private static DataSource dead(String name) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConnection" -> throw new SQLException(name + " was used");
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> name.hashCode();
                    default -> name;
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OneSource {
        @Bean
        DataSource first() {
            return dead("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoSources {
        @Bean
        DataSource first() {
            return dead("first");
        }

        @Bean
        DataSource second() {
            return dead("second");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {
        @Bean
        Store ownStore() {
            return new InMemoryStore();
        }
    }

    @BeforeEach
    void prepare() {
        runner = StoredApplication.in(dir);
    }

    private String dataDir() {
        return "licensing.store.data-dir=" + dir.resolve("data");
    }

    private String auditKey() {
        return "licensing.store.audit-key=" + dir.resolve("audit.key");
    }

    private String journalDir() {
        return "licensing.usage.journal-dir=" + dir.resolve("journal");
    }

    @Test
    void isMemoryByDefault() {
        runner.run(context -> assertThat(context).getBean(Store.class).isInstanceOf(InMemoryStore.class));
        runner.withPropertyValues("licensing.store.type=memory")
                .run(context -> assertThat(context).getBean(Store.class).isInstanceOf(InMemoryStore.class));
    }

    @Test
    void isEmbeddedWithDataDirectory() {
        runner.withPropertyValues(dataDir()).run(context -> {
            assertThat(context).getBean(Store.class).isInstanceOf(JdbcStore.class);
            assertThat(dir.resolve("data/licensing.db")).exists();
            assertThat(dir.resolve("data/audit.key")).exists();
        });
        runner.withPropertyValues(dataDir(), "licensing.store.type=embedded")
                .run(context -> assertThat(context).getBean(Store.class).isInstanceOf(JdbcStore.class));
    }

    @Test
    void usesStoreOfHost() {
        runner.withUserConfiguration(OwnStore.class)
                .withPropertyValues(dataDir())
                .run(context -> {
                    assertThat(context).hasSingleBean(Store.class).hasBean("ownStore");
                    assertThat(dir.resolve("data/licensing.db")).doesNotExist();
                });
    }

    @Test
    void keepsLicensesOverRestart() {
        AtomicReference<String> id = new AtomicReference<>();
        runner.withPropertyValues(dataDir())
                .run(context -> id.set(context.getBean(LicenseManagement.class)
                        .admin()
                        .orElseThrow()
                        .licenses()
                        .create(NewLicense.of("acme", PlanId.parse("free@1")), AdminContext.by("ann"))
                        .id()));
        runner.withPropertyValues(dataDir()).run(context -> {
            var admin = context.getBean(LicenseManagement.class).admin().orElseThrow();
            assertThat(admin.licenses()
                            .get(Objects.requireNonNull(id.get()))
                            .license()
                            .customer())
                    .isEqualTo("acme");
            assertThat(admin.audit().verify().broken()).isEmpty();
        });
    }

    @Test
    void refusesAnotherAuditKey() throws IOException {
        keepsLicensesOverRestart();
        Files.delete(dir.resolve("data/audit.key"));
        assertThat(failure(runner.withPropertyValues(dataDir())).getDescription())
                .contains("not written with this audit key", "Bring that back");
        // The failed start has released the directory.
        runner.withPropertyValues(dataDir(), "licensing.store.node=other")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void namesTheProcessThatHoldsTheDirectory() {
        runner.withPropertyValues(dataDir())
                .run(held -> assertThat(
                                failure(runner.withPropertyValues(dataDir())).getDescription())
                        .contains("in use by process " + ProcessHandle.current().pid()));
    }

    @Test
    void namesMissingProperty() {
        assertThat(failure(runner.withPropertyValues("licensing.store.type=embedded"))
                        .getAction())
                .contains("Set licensing.store.data-dir to a directory");
        assertThat(failure(runner.withPropertyValues("licensing.store.type=jdbc", journalDir())
                                .withUserConfiguration(OneSource.class))
                        .getAction())
                .contains("Set licensing.store.audit-key to a file");
    }

    @Test
    void refusesContradictorySettings() {
        assertThat(failure(runner.withPropertyValues("licensing.store.type=memory", dataDir()))
                        .getDescription())
                .contains("contradict each other");
        assertThat(failure(runner.withPropertyValues(dataDir(), auditKey())).getDescription())
                .contains("licensing.store.audit-key is for licensing.store.type=jdbc", "embedded");
        assertThat(failure(runner.withPropertyValues("licensing.store.data-source=first"))
                        .getDescription())
                .contains("licensing.store.data-source is for licensing.store.type=jdbc", "memory");
    }

    @Test
    void namesMissingDependency() {
        FailureAnalysis analysis =
                failure(runner.withPropertyValues(dataDir()).withClassLoader(new FilteredClassLoader("org.sqlite")));
        assertThat(analysis.getDescription()).contains("org.xerial:sqlite-jdbc");
        assertThat(analysis.getAction()).contains("Add the dependency org.xerial:sqlite-jdbc");
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void namesMissingRedisLibraries() {
        FailureAnalysis analysis = failure(runner.withPropertyValues("licensing.redis.uri=redis://:secret@127.0.0.1:1")
                .withClassLoader(new FilteredClassLoader("io.lettuce", "io.github.bucket4j.redis")));
        assertThat(analysis.getDescription())
                .contains("licensing.redis.uri needs")
                .doesNotContain("secret");
        assertThat(analysis.getAction())
                .contains("io.lettuce:lettuce-core and com.bucket4j:bucket4j_jdk17-lettuce")
                .contains("or remove licensing.redis.uri");
    }

    @Test
    void hidesMalformedRedisUri() {
        FailureAnalysis analysis = failure(runner.withPropertyValues("licensing.redis.uri=http://:secret@127.0.0.1"));
        assertThat(analysis.getDescription())
                .contains("licensing.redis.uri: the URI of Redis is malformed")
                .doesNotContain("secret");
        assertThat(new LicensingProperties.Redis("redis://:secret@127.0.0.1", Duration.ofMillis(50), "licensing"))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void usesOnlyOrNamedDataSource() {
        var jdbc = runner.withPropertyValues("licensing.store.type=jdbc", auditKey(), journalDir());
        assertThat(failure(jdbc).getDescription()).contains("needs a DataSource bean, and there is none");
        assertThat(failure(jdbc.withUserConfiguration(OneSource.class)).getDescription())
                .contains("cannot be reached: first was used");
        var several = jdbc.withUserConfiguration(TwoSources.class);
        assertThat(failure(several).getAction())
                .contains("Set licensing.store.data-source to one of")
                .contains("first")
                .contains("second");
        assertThat(failure(several.withPropertyValues("licensing.store.data-source=second"))
                        .getDescription())
                .contains("second was used");
        assertThat(failure(several.withPropertyValues("licensing.store.data-source=third"))
                        .getDescription())
                .contains("'third': expected a DataSource bean");
    }

    @Test
    @Tag("4.2.3")
    void acceptsLossByReportedNames() {
        WebApplicationContextRunner kept = runner.withPropertyValues("licensing.store.data-dir=" + dir.resolve("data"));
        kept.run(context -> context.getBean(LicenseManagement.class)
                .admin()
                .orElseThrow()
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), AdminContext.by("ann")));
        for (String lost : List.of("local:1:", "journal:local:epoch-")) {
            for (String file : List.of("licensing.db", "licensing.db-wal", "licensing.db-shm", "audit.key.head")) {
                if (lost.startsWith("journal") || !file.startsWith("audit")) {
                    dir.resolve("data").resolve(file).toFile().delete();
                }
            }
            AtomicReference<String> name = new AtomicReference<>();
            kept.run(context -> {
                FailureAnalysis failure = new LicensingFailureAnalyzer().analyze(context.getStartupFailure());
                String message = Objects.requireNonNull(failure).getDescription();
                Matcher found = Pattern.compile("licensing\\.store\\.accept-loss=(\\S+)")
                        .matcher(message);
                assertThat(found.find()).as(message).isTrue();
                name.set(found.group(1));
            });
            assertThat(name.get()).startsWith(lost);
            kept.withPropertyValues("licensing.store.accept-loss=" + name.get())
                    .run(context -> assertThat(context).hasNotFailed());
            kept.run(context -> assertThat(context).hasNotFailed());
        }
    }
}
