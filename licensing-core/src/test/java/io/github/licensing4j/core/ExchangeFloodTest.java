package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Limited;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One customer exchanges keys without end. */
@Tag("4.4.3")
class ExchangeFloodTest {
    /** The common pool has a single thread on two cores, and these tasks wait for each other. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private static final Peer PEER = new Peer("203.0.113.9", Route.DIRECT);

    @TempDir
    Path dir;

    private AdminFixture fixture;
    private String license;

    @BeforeEach
    void open() {
        fixture = new AdminFixture(dir, new InMemoryStore(), options -> options);
        license = license("acme");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String license(String customer) {
        return fixture.admin
                .licenses()
                .create(NewLicense.of(customer, PlanId.parse("gold@1")), BY)
                .id();
    }

    private int exchanged(String key, int times) {
        int made = 0;
        for (int i = 0; i < times; i++) {
            made += exchange(key) instanceof Exchanged ? 1 : 0;
        }
        return made;
    }

    private Exchange exchange(String key) {
        return fixture.admin.tokens().exchange(key, Set.of(), PEER);
    }

    private List<AuditEntryView> entries() {
        return fixture.admin.audit().read(license, null, 1_000).items().stream()
                .filter(entry -> entry.action().equals("token.exchanged"))
                .toList();
    }

    @Test
    void limitsEachKey() {
        String key = fixture.key(license);
        assertThat(exchanged(key, 310)).isEqualTo(300);

        Limited limited = (Limited) exchange(key);
        assertThat(limited.retryAfter()).isEqualTo(Duration.ofMillis(200));
        fixture.clock.advance(limited.retryAfter());
        assertThat(exchanged(key, 2)).isEqualTo(1);
    }

    @Test
    void limitsEachCustomerAndNoOther() {
        int made = 0;
        for (int i = 0; i < 5; i++) {
            made += exchanged(fixture.key(license), 250);
        }
        assertThat(made).isEqualTo(1_000);
        assertThat(exchange(fixture.key(license("acme")))).isInstanceOf(Limited.class);
        assertThat(exchange(fixture.key(license("other")))).isInstanceOf(Exchanged.class);
    }

    @Test
    void exchangesWhileAnAdministratorActs() throws Exception {
        CountDownLatch acting = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Path own = Files.createDirectories(dir.resolve("acting"));
        try (AdminFixture busy = new AdminFixture(
                own,
                new InMemoryStore(),
                options -> options.listener(event -> {
                    if (event.topic().equals("license.suspended")) {
                        acting.countDown();
                        await(done);
                    }
                }))) {
            String id = busy.newLicense("gold@1");
            String key = busy.key(id);
            CompletableFuture<?> suspended =
                    CompletableFuture.runAsync(() -> busy.admin.licenses().suspend(id, BY), OWN_THREAD);
            await(acting);
            try {
                assertThat(CompletableFuture.supplyAsync(
                                        () -> busy.admin.tokens().exchange(key, Set.of(), PEER), OWN_THREAD)
                                .get(10, TimeUnit.SECONDS))
                        .isInstanceOf(Exchanged.class);
            } finally {
                done.countDown();
            }
            suspended.get(10, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void entersOneCountForKeyAndMinute() {
        String key = fixture.key(license);
        assertThat(exchanged(key, 100)).isEqualTo(100);
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(exchanged(key, 50)).isEqualTo(50);
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.tend();

        assertThat(entries()).extracting(entry -> entry.details().get("count")).containsExactlyInAnyOrder("100", "50");
        assertThat(exchanged(key, 1)).isEqualTo(1);
        assertThat(entries()).as("read before the minute is over").hasSize(3);
    }

    @Test
    @Tag("4.2.7")
    void cachesNoKeyInClear() throws Exception {
        String key = fixture.key(license);
        assertThat(fixture.call(key)).isEqualTo("granted");
        assertThat(fixture.call(key)).isEqualTo("granted");

        assertThat(cachedNames()).hasSize(1).doesNotContain(key);
    }

    private List<Object> cachedNames() throws ReflectiveOperationException {
        Object cache = field(field(fixture.engine.licensing, "authenticator"), "cache");
        AtomicReferenceArray<?> slots = (AtomicReferenceArray<?>) field(cache, "slots");
        List<Object> names = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            Object entry = slots.get(i);
            if (entry != null) {
                names.add(field(entry, "token"));
            }
        }
        return names;
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
