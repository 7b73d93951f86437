package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers on two nodes make keys at once when few are left of the number that a license may have. */
@Tag("4.2.7")
class KeyLimitRaceTest {
    private static final int LIMIT = 500;
    private static final int LEFT = 4;
    private static final int THREADS = 4;

    @TempDir
    Path dir;

    @Test
    void makesNoKeyBeyondTheLimit() throws Exception {
        DataSource source = Postgres.newPooledSchema();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (AdminFixture one = node("one", source);
                AdminFixture two = node("two", source)) {
            String license = one.newLicense("gold@1");
            String key = one.key(license);
            one.store.commit(keys(new LicenseId(EngineFixture.ISSUER, license), LIMIT - LEFT - 1, one));
            two.tend();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Integer>> made = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                CallerApiKeys keys = keysOf(i % 2 == 0 ? one : two, key);
                made.add(threads.submit(() -> {
                    start.await();
                    return make(keys);
                }));
            }
            int sum = 0;
            for (Future<Integer> each : made) {
                sum += each.get();
            }
            assertThat(sum).isEqualTo(LEFT);
            assertThat(one.admin.keys().list(license)).hasSize(LIMIT);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int make(CallerApiKeys keys) {
        int made = 0;
        try {
            while (made <= LEFT) {
                keys.create(KeyRequest.plain(), BY);
                made++;
            }
        } catch (ConflictException full) {
            assertThat(full).hasMessageContaining("500 keys");
        }
        return made;
    }

    private static CallerApiKeys keysOf(AdminFixture node, String key) {
        return node.engine
                .built
                .management()
                .keys((Identified) node.identify(key))
                .orElseThrow();
    }

    private static StoreChange keys(LicenseId license, int count, AdminFixture node) {
        StoreChangeBuilder change = StoreChange.builder();
        for (int i = 0; i < count; i++) {
            change.key(new ApiKeyRecord(
                    "key_" + i,
                    license,
                    1,
                    "%064x".formatted(i),
                    new Label("lk_test_…0000", ""),
                    Restrictions.none(),
                    null,
                    null,
                    History.of(node.clock.instant(), null)));
        }
        return change.build();
    }

    private AdminFixture node(String name, DataSource source) throws Exception {
        Path own = Files.createDirectories(dir.resolve(name));
        return new AdminFixture(
                own,
                JdbcStore.on(source, PostgresSettings.defaults()),
                options -> options.node(name).auditKey(AuditKey.at(dir.resolve("audit.key"))));
    }
}
