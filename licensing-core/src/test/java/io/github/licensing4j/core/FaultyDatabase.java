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
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL behind a proxy that fails in several ways, the nodes that share it, and how long their calls take. */
final class FaultyDatabase implements AutoCloseable {
    /** The limits of getting a connection, 1 s, and of a statement, 1.5 s, and the slack of a machine under load. */
    static final Duration LONGEST = Duration.ofSeconds(4);

    private final Path dir;
    private final Limit limit;
    private final Quotas policy;
    private final FaultyProxy proxy;
    private final PGSimpleDataSource database = Postgres.newStoreSchema();
    private final BlockingQueue<Object> never = new LinkedBlockingQueue<>();
    private Duration longest = Duration.ZERO;
    final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");

    enum Fault {
        DOWN,
        SLOW,
        HALF_OPEN,
        FLAPPING;

        void begin(FaultyProxy proxy) {
            switch (this) {
                case DOWN, FLAPPING -> proxy.refuse();
                case SLOW -> proxy.delay(Duration.ofSeconds(2));
                case HALF_OPEN -> proxy.hang();
            }
        }
    }

    /**
     * The only limit of all nodes.
     *
     * @param kind the kind whose policy is followed
     * @param amount the units
     */
    record Limit(OutageStatus.Kind kind, long amount) {
        String exhausted() {
            return kind == OutageStatus.Kind.CREDITS ? "credits-exhausted" : "quota-exhausted";
        }

        private String plan() {
            return NodeFixture.freePlan(
                    kind == OutageStatus.Kind.CREDITS
                            ? "monthly: { kind: credits, meter: calls, initial: " + amount + " }"
                            : "monthly: { kind: quota, meter: calls, amount: " + amount + ", per: P1M }");
        }
    }

    FaultyDatabase(Path dir, Limit limit, Quotas policy) throws IOException {
        this.dir = dir;
        this.limit = limit;
        this.policy = policy;
        proxy = new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), database.getPortNumbers()[0]));
        database.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
        database.setPortNumbers(new int[] {proxy.port()});
    }

    NodeFixture node(String name) {
        return NodeFixture.node(dir.resolve(name), clock, database)
                .options(options -> limit.kind == OutageStatus.Kind.CREDITS
                        ? options.creditsOutage(policy)
                        : options.quotaOutage(policy))
                .start(limit.plan());
    }

    String call(NodeFixture node, String key) {
        long start = System.nanoTime();
        String result = node.call(key, Requirement.license());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        longest = took.compareTo(longest) > 0 ? took : longest;
        return result;
    }

    Duration longest() {
        return longest;
    }

    void begin(Fault fault) {
        fault.begin(proxy);
    }

    /** Answers for a moment. */
    void flap() throws InterruptedException {
        proxy.forward();
        pause();
        proxy.refuse();
    }

    void end() {
        proxy.forward();
    }

    private void pause() throws InterruptedException {
        assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
    }

    void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as(what).isLessThan(2_000);
            pause();
        }
    }

    OutageStatus status(NodeFixture node) {
        return node.engine().built.info().outages().stream()
                .filter(status -> status.kind() == limit.kind)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until every granted call is in the ledger, in the period in which it was made. */
    void awaitLedger(String license, long granted, NodeFixture... nodes) throws InterruptedException {
        for (NodeFixture node : nodes) {
            await(
                    () -> {
                        for (NodeFixture one : nodes) {
                            var unused = one.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
                        }
                        clock.advance(Duration.ofSeconds(2));
                        return node.used(license, "monthly") == granted;
                    },
                    "the ledger");
            assertThat(node.engine().built.info().health().components())
                    .filteredOn(component -> component.name().equals("quota-leases"))
                    .extracting(Health.Component::status)
                    .containsExactly(Health.Status.UP);
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
