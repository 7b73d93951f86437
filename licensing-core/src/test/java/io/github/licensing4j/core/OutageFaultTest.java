package io.github.licensing4j.core;

import static io.github.licensing4j.OutageStatus.Kind.CREDITS;
import static io.github.licensing4j.OutageStatus.Kind.QUOTA;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.FaultyDatabase.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One node or two whose PostgreSQL fails in several ways, under each policy of quotas and of credits. */
class OutageFaultTest {
    private static final long AMOUNT = 2_000;
    /** The units of the first slice. */
    private static final long SLICE = 16;

    @TempDir
    Path dir;

    /**
     * An outage.
     *
     * @param calls the calls while it lasts
     */
    private record Outage(Fault fault, OutageStatus.Kind kind, Quotas policy, int calls) {

        /** Checks what callers see, and that all of it is counted once in the end. */
        String check(Path dir) throws Exception {
            try (FaultyDatabase database = new FaultyDatabase(dir, new FaultyDatabase.Limit(kind, AMOUNT), policy);
                    NodeFixture node = database.node("one")) {
                String license = node.license("free@1");
                String key = node.key(license);
                assertThat(database.call(node, key)).isEqualTo("granted");
                database.begin(fault);
                long granted = 1 + duringOutage(database, node, key);
                long overshoot = database.status(node).overshoot();
                database.end();
                database.await(() -> database.status(node).isConnected(), "the end of the outage");
                while (database.call(node, key).equals("granted")) {
                    granted++;
                }
                assertThat(granted).isEqualTo(AMOUNT);
                assertThat(overshoot).isLessThanOrEqualTo(policy == Quotas.OPEN ? calls : 0);
                assertThat(database.longest()).isLessThan(FaultyDatabase.LONGEST);
                database.awaitLedger(license, AMOUNT, node);
                return String.format(
                        "PostgreSQL %s, %s %s: overshoot %d, longest call %d ms, %d of %d granted in the end",
                        fault, kind, policy, overshoot, database.longest().toMillis(), granted, AMOUNT);
            }
        }

        /** Calls while the fault lasts, checks what callers see, and returns the granted calls. */
        private long duringOutage(FaultyDatabase database, NodeFixture node, String key) throws Exception {
            boolean isFlapping = fault == Fault.FLAPPING;
            if (policy == Quotas.CLOSED) {
                database.await(() -> !database.status(node).isConnected(), "the outage is noticed without a call");
                assertThat(node.engine().refused(key, Requirement.license()).retryAt())
                        .isEqualTo(database.clock.instant().plusSeconds(5));
            }
            long granted = 0;
            for (int i = 0; i < calls; i++) {
                if (isFlapping && i % 25 == 24) {
                    database.flap();
                }
                String result = database.call(node, key);
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
    }

    /** A check that uses a directory and returns what it has measured. */
    @FunctionalInterface
    private interface Check {
        String in(Path dir) throws Exception;
    }

    /** At the same time, because an outage is waiting for the most part. */
    @Test
    void followsThePolicies() throws Exception {
        check(
                new Outage(Fault.DOWN, QUOTA, Quotas.CLOSED, 100)::check,
                new Outage(Fault.SLOW, CREDITS, Quotas.LEASED_ONLY, 100)::check,
                new Outage(Fault.HALF_OPEN, QUOTA, Quotas.OPEN, 100)::check,
                new Outage(Fault.FLAPPING, CREDITS, Quotas.OPEN, 100)::check,
                new SharedOutage(Fault.DOWN, QUOTA, Quotas.OPEN)::check);
    }

    @ParameterizedTest
    @Tag("proof")
    @MethodSource("outages")
    void followsThePolicyForLonger(Fault fault, OutageStatus.Kind kind) throws Exception {
        check(Stream.of(Quotas.values())
                .flatMap(policy -> Stream.<Check>of(
                        new Outage(fault, kind, policy, 1_000)::check, new SharedOutage(fault, kind, policy)::check))
                .toArray(Check[]::new));
    }

    private static Stream<Arguments> outages() {
        return Stream.of(QUOTA, CREDITS)
                .flatMap(kind -> Stream.of(Fault.values()).map(fault -> Arguments.of(fault, kind)));
    }

    private void check(Check... checks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(checks.length);
        try {
            List<Callable<String>> begun = new ArrayList<>();
            for (Check check : checks) {
                Path own = dir.resolve("outage-" + begun.size());
                begun.add(() -> check.in(own));
            }
            for (Future<String> result : threads.invokeAll(begun)) {
                System.out.println(result.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
