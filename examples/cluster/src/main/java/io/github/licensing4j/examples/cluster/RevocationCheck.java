package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Checks;
import io.github.licensing4j.examples.checks.Checks.Bounds;
import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import io.github.licensing4j.examples.checks.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Checks how soon all nodes refuse a key that one of them has revoked, with the push channels and without them, under calls. */
final class RevocationCheck {
    private static final String REPORT = "/v1/report";
    private static final int CALLS_PER_SECOND = 50;
    private static final int MOST_PAUSE_MILLIS = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** Nodes poll every second, at instants of their own: a node that was notified would have seen the change before. */
    private static final Bounds POLLED = new Bounds(100, 2_000);

    private static final long PUSHED_MILLIS = 100;
    private static final long REVOKED_MILLIS = 2_000;

    private final Checks checks;
    private final Cluster cluster;
    private final ServiceClient balancer;
    private final int revocations;
    private final Random random = new Random(75);

    RevocationCheck(Checks checks, Cluster cluster, int revocations) {
        this.checks = checks;
        this.cluster = cluster;
        this.balancer = cluster.client();
        this.revocations = revocations;
    }

    void run() throws IOException, InterruptedException {
        Sold other = balancer.sell("pro@1");
        try (PacedCalls calls = PacedCalls.start(CALLS_PER_SECOND, () -> balancer.get(REPORT, other.key()))) {
            List<Long> pushed = revoke(() -> {});
            checks.atMost("a revoked key is refused by all nodes, p50 in ms", PUSHED_MILLIS, percentile(pushed, 50));
            checks.atMost("the same, p99 in ms", REVOKED_MILLIS, percentile(pushed, 99));
            withoutPush();
            checks.equal(
                    "revocations: outcomes of other calls",
                    "[200]",
                    calls.outcomes().toString());
        }
    }

    /**
     * Stops Redis and pauses what listens in the database. A node detects this after some 10 s and listens on another connection,
     * which is paused before the next revocation.
     */
    private void withoutPush() throws IOException, InterruptedException {
        List<Long> polled;
        cluster.servers().redis().stop();
        try {
            polled = revoke(cluster.servers().postgres()::pauseListeners);
        } finally {
            cluster.servers().postgres().resume();
            cluster.servers().redis().startEmpty();
        }
        checks.between("push cut: refused by all nodes, p50 in ms", POLLED, percentile(polled, 50));
        checks.atMost("push cut: the same, p99 in ms", REVOKED_MILLIS, percentile(polled, 99));
        checks.atMost(
                "push cut: the same, longest of " + revocations + " in ms", REVOKED_MILLIS, percentile(polled, 100));
        checks.equal(
                "push back: nodes that are connected to Redis", cluster.nodes().size(), cluster.awaitRedis());
        checks.atMost("push back: refused by all nodes, p50 in ms", PUSHED_MILLIS, percentile(revoke(() -> {}), 50));
    }

    /** Runs directly before a revocation. */
    @FunctionalInterface
    private interface Fault {
        void begin() throws IOException;
    }

    /** Revokes keys one after another. Returns for each the time until the last node refused it, in order. */
    private List<Long> revoke(Fault fault) throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < revocations; i++) {
            Sold sold = balancer.sell("pro@1");
            for (Node node : cluster.nodes()) {
                Waiting.until(
                        LONGEST_WAIT,
                        () -> node.client().get(REPORT, sold.key()).granted());
            }
            // The last revocation was seen when a node had polled. The next one is at any time of its interval.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
            fault.begin();
            balancer.admin("DELETE", "/keys/" + sold.keyId(), "");
            long start = System.nanoTime();
            for (Node node : cluster.nodes()) {
                Waiting.until(
                        LONGEST_WAIT,
                        () -> node.client().get(REPORT, sold.key()).outcome().equals("401 credential-revoked"));
            }
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(millis);
        return millis;
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
