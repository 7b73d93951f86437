package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Checks;
import io.github.licensing4j.examples.checks.Load;
import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import io.github.licensing4j.examples.checks.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks a cluster while Redis does not run and while its database does not answer. */
final class OutageCheck {
    private static final String REPORT = "/v1/report";
    private static final String UNAVAILABLE = "503 enforcement-unavailable";
    private static final int THREADS = 12;
    private static final int REFUSALS = 6 * THREADS;
    private static final long AMOUNT = 600;
    private static final long SHORT_MILLIS = 500;
    private static final long RATE_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 4_000;
    /** Far above the time-outs of both, far below the pause. */
    private static final long ANSWERED_MILLIS = 3_000;

    private static final Duration RECOVERED = Duration.ofSeconds(20);
    private static final Duration SHIPPED = Duration.ofSeconds(5);

    private final Checks checks;
    private final Cluster cluster;
    private final ServiceClient balancer;

    OutageCheck(Checks checks, Cluster cluster) {
        this.checks = checks;
        this.cluster = cluster;
        this.balancer = cluster.client();
    }

    void run() throws IOException, InterruptedException {
        stoppedRedis();
        pausedDatabase();
    }

    private Load load(Sold sold) {
        return new Load(THREADS, () -> balancer.get(REPORT, sold.key()));
    }

    /** Stops Redis: each node enforces its share of a rate. Then starts it without its data. */
    private void stoppedRedis() throws IOException, InterruptedException {
        cluster.servers().redis().stop();
        Load without;
        try {
            without = rate("Redis stopped", 1);
        } finally {
            cluster.servers().redis().startEmpty();
        }
        checks.equal(
                "Redis stopped: outcomes",
                Set.of("200", "429 rate-limited"),
                without.outcomes().keySet());
        checks.atMost("Redis stopped: slowest answer in ms", ANSWERED_MILLIS, without.slowestMillis());
        checks.equal("Redis back: nodes that are connected", cluster.nodes().size(), cluster.awaitRedis());
        rate("Redis back", 0);
    }

    private Load rate(String name, int bursts) throws IOException, InterruptedException {
        Sold sold = balancer.sellRate();
        long start = System.nanoTime();
        Load load = load(sold).during(RATE_MILLIS);
        checks.between(name + ": granted of a rate of " + Rate.TEXT, Rate.bounds(start, bursts), load.granted());
        return load;
    }

    /** Pauses the database: nodes spend what they have leased, then refuse with 503, and go on once it is back. */
    private void pausedDatabase() throws IOException, InterruptedException {
        Sold sold = balancer.sellQuota(AMOUNT);
        Sold large = balancer.sellQuota(1000 * AMOUNT);
        load(large).during(SHORT_MILLIS);
        Load before = load(sold).during(SHORT_MILLIS);
        Load during = load(sold);
        Load outage = load(large);
        cluster.servers().postgres().pause();
        try {
            during.during(PAUSE_MILLIS / 2);
            outage.during(PAUSE_MILLIS / 2);
        } finally {
            cluster.servers().postgres().resume();
        }
        Set<String> outcomes = new TreeSet<>(during.outcomes().keySet());
        outcomes.addAll(outage.outcomes().keySet());
        outcomes.removeAll(Set.of("200", "429 quota-exhausted"));
        checks.equal("database paused: outcomes beside 200 and 429", Set.of(UNAVAILABLE), outcomes);
        checks.atMost(
                "database paused: slowest answer in ms",
                ANSWERED_MILLIS,
                Math.max(during.slowestMillis(), outage.slowestMillis()));
        databaseBack(sold, before.granted() + during.granted());
    }

    private void databaseBack(Sold sold, long grantedBefore) throws IOException, InterruptedException {
        Sold other = awaitRecovery();
        checks.equal(
                "database back: a new license is served",
                "200",
                balancer.get(REPORT, other.key()).outcome());
        Load after = load(sold);
        Waiting.until(RECOVERED, () -> {
            after.untilRefused(REFUSALS);
            return grantedBefore + after.granted() >= AMOUNT;
        });
        checks.equal("database back: granted in all", AMOUNT, grantedBefore + after.granted());
        Waiting.until(SHIPPED, () -> balancer.settled(sold.license()) >= AMOUNT);
        checks.equal("database back: settled in the ledger", AMOUNT, balancer.settled(sold.license()));
    }

    private Sold awaitRecovery() throws IOException, InterruptedException {
        List<Sold> sold = new ArrayList<>();
        Waiting.until(RECOVERED, () -> {
            try {
                sold.add(balancer.sell("pro@1"));
                return true;
            } catch (IOException e) {
                return false; // The database has not answered yet.
            }
        });
        if (sold.isEmpty()) {
            throw new IOException("no license can be created " + RECOVERED + " after the database was back");
        }
        return sold.get(0);
    }
}
