package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.store.ComposedStore;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.spring.WebhookReceiver.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests that a {@link TaskLeases} bean decides which of two nodes runs a task, so that each message is sent once. */
class TaskLeasesBeanTest {
    private static final String PRICED = """
            catalog: host
            features:
              report.read: {}
            plans:
              free@1:
                features: [report.read]
                price: { amount: 10.00 USD, per: P1M }
                limits:
                  shared: { kind: quota, meter: calls, amount: 0, per: P1M, of: customer,
                            overage: { cap: 100, unit-price: 0.50 USD } }
            """;
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final List<ExportEvent> EXPORTED = new CopyOnWriteArrayList<>();
    private static volatile Instant now = Instant.EPOCH;
    private static volatile Leases leases = new Leases();
    private static volatile @Nullable Store shared;

    @TempDir
    Path dir;

    private WebhookReceiver receiver;

    /** Grants leases by the holder alone: a lease is valid until its release. */
    private static final class Leases implements TaskLeases {
        private final Map<String, String> holders = new HashMap<>();
        private final Map<String, Set<String>> ran = new HashMap<>();

        @Override
        public synchronized Optional<TaskLease> hold(String task, String holder, Duration validFor) {
            String other = holders.putIfAbsent(task, holder);
            if (other != null && !other.equals(holder)) {
                return Optional.empty();
            }
            ran.computeIfAbsent(task, absent -> new HashSet<>()).add(holder);
            return Optional.of(new TaskLease(task, holder, 1, Instant.MAX));
        }

        @Override
        public synchronized void release(TaskLease lease) {
            holders.remove(lease.task(), lease.holder());
        }

        synchronized Set<String> tasks() {
            return Set.copyOf(ran.keySet());
        }

        synchronized Map<String, String> held() {
            return Map.copyOf(holders);
        }
    }

    /** A store that two nodes share, so it is not closed with one of them. */
    private static final class SharedStore extends ComposedStore {
        private final Store store;

        SharedStore(Store store) {
            this.store = store;
        }

        @Override
        protected Parts parts() {
            return new Parts(
                    store.licenses(),
                    store.credentials(),
                    store.revocations(),
                    store.credits(),
                    store.requests(),
                    store.feed(),
                    store.audit(),
                    store.outbox(),
                    store.usage(),
                    store.terms());
        }

        @Override
        public <T> T write(Function<StoreTransaction, T> work) {
            return store.write(work);
        }

        @Override
        public void expire(Instant before) {
            store.expire(before);
        }
    }

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {
        @Bean
        InstantSource licensingClock() {
            return () -> now;
        }

        @Bean
        TaskLeases leases() {
            return leases;
        }

        @Bean(destroyMethod = "")
        Store store() {
            return new SharedStore(Objects.requireNonNull(shared));
        }

        @Bean
        UsageExporter books() {
            return new RecordingExporter(EXPORTED);
        }
    }

    @BeforeEach
    void open() throws IOException {
        EXPORTED.clear();
        now = Instant.parse("2026-03-10T12:00:00Z");
        leases = new Leases();
        shared = JdbcStore.embedded(dir.resolve("store"));
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        Objects.requireNonNull(shared).close();
    }

    private Host node(String name, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                Host.WITHOUT_SECURITY,
                "licensing.keys.generate=false",
                "licensing.store.node=" + name,
                "licensing.store.data-dir=" + dir.resolve("keys"),
                "licensing.usage.journal-dir=" + dir.resolve("journal-" + name)));
        properties.addAll(receiver.properties());
        properties.addAll(List.of(more));
        return Host.start(App.class, properties.toArray(new String[0]));
    }

    @Test
    void sendsEachMessageOnceFromTwoNodes() throws Exception {
        try (Host first = node("a")) {
            LicenseAdmin admin = first.bean(LicenseAdmin.class);
            String license = admin.licenses().create(expiring(), BY).id();
            String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
            assertThat(first.get("/read", key).statusCode()).isEqualTo(200);
            receiver.await("license.created");
        }
        assertThat(EXPORTED).as("the hour has not ended").isEmpty();
        now = now.plus(Duration.ofDays(40));
        try (Host first = node("a");
                Host second = node("b")) {
            assertThat(first.port()).isNotEqualTo(second.port());
            receiver.await("license.expired");
            receiver.await("usage.period-closed");
        }
        assertThat(receiver.received()).extracting(Message::id).doesNotHaveDuplicates();
        assertThat(receiver.received())
                .extracting(Message::type)
                .contains("license.expired", "usage.period-closed")
                .doesNotHaveDuplicates();
        assertThat(EXPORTED).hasSize(1);
        assertThat(leases.tasks())
                .contains(
                        "send webhooks",
                        "announce transitions of licenses",
                        "close quota periods that have ended",
                        "export usage");
        assertThat(leases.held()).as("every lease is released").isEmpty();
    }

    /** Runs the maintenance of both at once, as the task that makes invoices final begins a quarter after the start. */
    @Test
    void makesEachInvoiceFinalOnce() throws Exception {
        String catalog = "licensing.catalog.location=" + Files.writeString(dir.resolve("priced.yaml"), PRICED);
        String license;
        try (Host first = node("a", catalog)) {
            LicenseAdmin admin = first.bean(LicenseAdmin.class);
            license = admin.licenses().create(expiring(), BY).id();
            String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
            assertThat(first.get("/read", key).statusCode()).isEqualTo(200);
        }
        now = now.plus(Duration.ofDays(40));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Host first = node("a", catalog);
                Host second = node("b", catalog)) {
            List<Callable<Void>> both = List.of(maintenance(first), maintenance(second));
            for (Future<Void> run : threads.invokeAll(both)) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
        TermsStore terms = Objects.requireNonNull(shared).terms();
        assertThat(terms.invoices(KilledHost.ISSUER, FinalInvoice.ofLicense(license)))
                .hasSize(1);
        assertThat(terms.invoices(KilledHost.ISSUER, FinalInvoice.ofCustomer("acme")))
                .hasSize(1);
    }

    private static Callable<Void> maintenance(Host node) {
        Administration administration = (Administration) node.bean(LicenseAdmin.class);
        return () -> {
            administration.tend();
            return null;
        };
    }

    private static NewLicense expiring() {
        return new NewLicense(
                "acme",
                PlanId.parse("free@1"),
                NewLicense.Purchase.BOUGHT,
                null,
                ZoneOffset.UTC,
                null,
                now.plus(Duration.ofDays(10)),
                null,
                Map.of(),
                CallerBindings.none());
    }
}
