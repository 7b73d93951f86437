package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.FaultyDatabase.Fault;
import io.github.licensing4j.core.FaultyDatabase.Limit;
import java.nio.file.Path;

/** Two nodes lose the PostgreSQL that they share: what they grant together, and that all of it is counted. */
record SharedOutage(Fault fault, OutageStatus.Kind kind, Quotas policy) {
    private static final long AMOUNT = 200;
    private static final int BEFORE = 10;
    /** Refusals in a row after which a node is not called any more. */
    private static final int REFUSALS = 30;

    /** Two nodes on one database, and a key for both. */
    private record Pair(FaultyDatabase database, NodeFixture one, NodeFixture two, String license, String key) {

        static Pair of(FaultyDatabase database, NodeFixture one, NodeFixture two) {
            String license = one.license("free@1");
            Pair pair = new Pair(database, one, two, license, one.key(license));
            two.tend();
            one.calls(pair.key, BEFORE);
            two.calls(pair.key, BEFORE);
            return pair;
        }

        boolean areConnected() {
            return database.status(one).isConnected() && database.status(two).isConnected();
        }

        /** Calls both nodes in turn until both refuse, and returns the granted calls. */
        long callAll(Fault fault) throws InterruptedException {
            long granted = 0;
            int refused = 0;
            for (int i = 0; refused < REFUSALS; i++) {
                if (fault == Fault.FLAPPING && i % 25 == 24) {
                    database.flap();
                }
                boolean isGranted = database.call(i % 2 == 0 ? one : two, key).equals("granted");
                granted += isGranted ? 1 : 0;
                refused = isGranted ? 0 : refused + 1;
            }
            return granted;
        }
    }

    /** Checks what both nodes grant together, and that all of it is counted once in the end. */
    String check(Path dir) throws Exception {
        try (FaultyDatabase database = new FaultyDatabase(dir, new Limit(kind, AMOUNT), policy);
                NodeFixture one = database.node("one");
                NodeFixture two = database.node("two")) {
            Pair pair = Pair.of(database, one, two);
            database.begin(fault);
            if (policy == Quotas.CLOSED) {
                database.await(
                        () -> !database.status(one).isConnected()
                                && !database.status(two).isConnected(),
                        "the outage is noticed without a call");
            }
            long during = 2 * BEFORE + pair.callAll(fault);
            database.end();
            database.await(pair::areConnected, "the end of the outage");
            long granted = during + pair.callAll(Fault.DOWN);
            assertGranted(during, granted);
            assertThat(database.longest()).isLessThan(FaultyDatabase.LONGEST);
            database.awaitLedger(pair.license, granted, one, two);
            return String.format(
                    "PostgreSQL %s, %s %s on two nodes: %d granted by its end, %d of %d in the end, longest call %d ms",
                    fault,
                    kind,
                    policy,
                    during,
                    granted,
                    AMOUNT,
                    database.longest().toMillis());
        }
    }

    private void assertGranted(long during, long granted) {
        boolean isFlapping = fault == Fault.FLAPPING;
        switch (policy) {
            case LEASED_ONLY -> assertThat(granted).isEqualTo(AMOUNT);
            // Each node grants what it knows to be left: more than the amount together, and at most twice as much.
            case OPEN -> assertThat(granted).isBetween(isFlapping ? AMOUNT : AMOUNT + 1, 2 * AMOUNT);
            case CLOSED -> {
                assertThat(during).isBetween(2L * BEFORE, isFlapping ? AMOUNT : 2L * BEFORE);
                assertThat(granted).isEqualTo(AMOUNT);
            }
        }
    }
}
