package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A node whose PostgreSQL fails in several ways, under each policy of its quotas. */
class OutageFaultTest {
    private static final long AMOUNT = 2_000;
    /** The units of the first slice. */
    private static final long SLICE = 16;

    private static final String PLAN =
            NodeFixture.freePlan("monthly: { kind: quota, meter: calls, amount: " + AMOUNT + ", per: P1M }");

    /** The limits of getting a connection, 1 s, and of a statement, 1.5 s, and the slack of a machine under load. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private final BlockingQueue<Object> never = new LinkedBlockingQueue<>();
    private FaultyProxy proxy;
    private PGSimpleDataSource database;
    private Duration longest = Duration.ZERO;

    enum Fault {
        DOWN,
        SLOW,
        HALF_OPEN,
        FLAPPING
    }

    /**
     * An outage.
     *
     * @param calls the calls while it lasts
     */
    private record Outage(Fault fault, Quotas policy, int calls) {}

    @BeforeEach
    void open() throws IOException {
        database = Postgres.newSchema();
        proxy = new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), database.getPortNumbers()[0]));
        database.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
        database.setPortNumbers(new int[] {proxy.port()});
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private String call(NodeFixture node, String key) {
        long start = System.nanoTime();
        String result = node.call(key, Requirement.license());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        longest = took.compareTo(longest) > 0 ? took : longest;
        return result;
    }

    private void pause() throws InterruptedException {
        assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
    }

    private void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as(what).isLessThan(2_000);
            pause();
        }
    }

    private static OutageStatus quotas(NodeFixture node) {
        return node.engine().built.info().outages().stream()
                .filter(status -> status.kind() == OutageStatus.Kind.QUOTA)
                .findFirst()
                .orElseThrow();
    }

    private void begin(Fault fault) {
        switch (fault) {
            case DOWN, FLAPPING -> proxy.refuse();
            case SLOW -> proxy.delay(Duration.ofSeconds(2));
            case HALF_OPEN -> proxy.hang();
        }
    }

    @ParameterizedTest
    @CsvSource({"DOWN, CLOSED", "SLOW, LEASED_ONLY", "HALF_OPEN, OPEN", "FLAPPING, OPEN"})
    void followsThePolicy(Fault fault, Quotas policy) throws Exception {
        outage(new Outage(fault, policy, 100));
    }

    @ParameterizedTest
    @Tag("proof")
    @CsvSource({
        "DOWN, LEASED_ONLY", "DOWN, OPEN", "DOWN, CLOSED",
        "SLOW, LEASED_ONLY", "SLOW, OPEN", "SLOW, CLOSED",
        "HALF_OPEN, LEASED_ONLY", "HALF_OPEN, OPEN", "HALF_OPEN, CLOSED",
        "FLAPPING, LEASED_ONLY", "FLAPPING, OPEN", "FLAPPING, CLOSED"
    })
    void followsThePolicyForLonger(Fault fault, Quotas policy) throws Exception {
        outage(new Outage(fault, policy, 1_000));
    }

    private void outage(Outage outage) throws Exception {
        try (NodeFixture node = NodeFixture.node(dir.resolve("one"), clock, database)
                .options(options -> options.quotaOutage(outage.policy))
                .start(PLAN)) {
            String license = node.license("free@1");
            String key = node.key(license);
            assertThat(call(node, key)).isEqualTo("granted");
            begin(outage.fault);
            long granted = 1 + duringOutage(node, key, outage);
            long overshoot = quotas(node).overshoot();
            proxy.forward();
            await(() -> quotas(node).isConnected(), "the end of the outage");
            while (call(node, key).equals("granted")) {
                granted++;
            }
            System.out.printf(
                    "PostgreSQL %s, quotas %s: overshoot %d, longest call %d ms, %d of %d granted in the end%n",
                    outage.fault, outage.policy, overshoot, longest.toMillis(), granted, AMOUNT);
            assertThat(granted).isEqualTo(AMOUNT);
            assertThat(overshoot).isLessThanOrEqualTo(outage.policy == Quotas.OPEN ? outage.calls : 0);
            assertThat(longest).isLessThan(LONGEST);
            awaitLedger(node, license);
        }
    }

    /** Calls while the fault lasts, checks what callers see, and returns the granted calls. */
    private long duringOutage(NodeFixture node, String key, Outage outage) throws Exception {
        Quotas policy = outage.policy;
        int calls = outage.calls;
        boolean isFlapping = outage.fault == Fault.FLAPPING;
        long granted = 0;
        if (policy == Quotas.CLOSED) {
            await(() -> !quotas(node).isConnected(), "the outage is noticed without a call");
            assertThat(node.engine().refused(key, Requirement.license()).retryAt())
                    .isEqualTo(clock.instant().plusSeconds(5));
        }
        for (int i = 0; i < calls; i++) {
            if (isFlapping && i % 25 == 24) {
                proxy.forward();
                pause();
                proxy.refuse();
            }
            String result = call(node, key);
            assertThat(result).isIn("granted", "enforcement-unavailable");
            granted += result.equals("granted") ? 1 : 0;
        }
        switch (policy) {
            case LEASED_ONLY -> assertThat(granted).isBetween(SLICE - 1, isFlapping ? calls : SLICE - 1);
            case OPEN -> assertThat(granted).isEqualTo(calls);
            case CLOSED -> assertThat(granted).isBetween(0L, isFlapping ? calls : 0L);
        }
        return granted;
    }

    /** Every granted call is in the ledger, in the period in which it was made. */
    private void awaitLedger(NodeFixture node, String license) throws InterruptedException {
        await(
                () -> {
                    var unused = node.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
                    clock.advance(Duration.ofSeconds(2));
                    return node.used(license, "monthly") == AMOUNT;
                },
                "the ledger");
        assertThat(node.engine().built.info().health().components())
                .filteredOn(component -> component.name().equals("quota-leases"))
                .extracting(Health.Component::status)
                .containsExactly(Health.Status.UP);
    }
}
