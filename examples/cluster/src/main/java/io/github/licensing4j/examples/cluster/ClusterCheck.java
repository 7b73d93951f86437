package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Checks;
import io.github.licensing4j.examples.checks.Checks.Bounds;
import io.github.licensing4j.examples.checks.Load;
import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import io.github.licensing4j.examples.checks.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the limits of a cluster while nodes and its database fail, at a small size. */
final class ClusterCheck {
    private static final String REPORT = "/v1/report";
    private static final int THREADS = 12;
    private static final long AMOUNT = 600;
    /** As many refusals in a row as let every thread reach every node several times. */
    private static final int REFUSALS = 6 * THREADS;

    private static final Duration SHIPPED = Duration.ofSeconds(5);
    private static final long RATE_MILLIS = 3_000;
    private static final int REVOCATIONS = 20;
    private static final long REVOKED_MILLIS = 2_000;
    private static final String UNAVAILABLE = "503 enforcement-unavailable";
    private static final long SHORT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 4_000;
    /** Far above the time-out of a quota lease, far below the pause. */
    private static final long ANSWERED_MILLIS = 3_000;

    private static final Duration RECOVERED = Duration.ofSeconds(20);

    private final Checks checks = new Checks(System.out);
    private final Cluster cluster;
    private final ServiceClient balancer;

    ClusterCheck(Cluster cluster) {
        this.cluster = cluster;
        this.balancer = cluster.client();
    }

    int run() throws InterruptedException {
        try {
            sharedQuota("3 nodes");
            sharedRate();
            revocation();
            killedNode();
            cluster.startNode("d");
            sharedQuota("4 nodes, one of them added");
            pausedDatabase();
            agreement();
        } catch (IOException e) {
            checks.broken("the cluster answers", e);
        }
        return checks.finish();
    }

    private Load load(Sold sold) {
        return new Load(THREADS, () -> balancer.get(REPORT, sold.key()));
    }

    private void sharedQuota(String nodes) throws IOException, InterruptedException {
        Sold sold = balancer.sellQuota(AMOUNT);
        Set<String> seen = Collections.synchronizedSet(new TreeSet<>());
        Load load = new Load(THREADS, () -> {
                    var reply = balancer.get(REPORT, sold.key());
                    reply.headers().firstValue("X-Node").ifPresent(seen::add);
                    return reply;
                })
                .untilRefused(REFUSALS);
        checks.equal(nodes + ": nodes that answered", cluster.nodes().size(), seen.size());
        checks.equal(nodes + ": granted of a quota of " + AMOUNT, AMOUNT, load.granted());
        checks.equal(
                nodes + ": outcomes",
                Set.of("200", "429 quota-exhausted"),
                load.outcomes().keySet());
        awaitSettled(sold, AMOUNT);
        checks.equal(nodes + ": settled in the ledger", AMOUNT, balancer.settled(sold.license()));
    }

    /** Calls faster than a rate of 20 a second with a burst of 40, on a license whose quota is not reached. */
    private void sharedRate() throws IOException, InterruptedException {
        String health = cluster.node("a").client().get("/actuator/health").body();
        if (!health.contains("\"shares\"") && !health.contains("\"redis\"")) {
            checks.note("rates are counted by each node alone, so the rate of all nodes is not checked");
            return;
        }
        Sold sold = balancer.sellRate();
        long start = System.nanoTime();
        Load load = load(sold).during(RATE_MILLIS);
        long refilled = 20 * ((System.nanoTime() - start) / 1_000_000 + 999) / 1_000;
        checks.between(
                "3 nodes: granted of 20 a second with a burst of 40",
                new Bounds(RATE_MILLIS / 100, 40 + refilled),
                load.granted());
    }

    private void revocation() throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REVOCATIONS; i++) {
            Sold sold = balancer.sell("pro@1");
            for (Node node : cluster.nodes()) {
                Waiting.until(
                        SHIPPED, () -> node.client().get(REPORT, sold.key()).granted());
            }
            balancer.admin("DELETE", "/keys/" + sold.keyId(), "");
            long start = System.nanoTime();
            for (Node node : cluster.nodes()) {
                Waiting.until(
                        SHIPPED,
                        () -> node.client().get(REPORT, sold.key()).outcome().equals("401 credential-revoked"));
                millis.add((System.nanoTime() - start) / 1_000_000);
            }
        }
        Collections.sort(millis);
        checks.atMost(
                "a revoked key is refused by all nodes, p50 in ms", REVOKED_MILLIS, millis.get(millis.size() / 2));
        checks.atMost("the same, p99 in ms", REVOKED_MILLIS, millis.get((millis.size() * 99 + 99) / 100 - 1));
    }

    /** Kills a node during calls, and starts it again with its journal. */
    private void killedNode() throws IOException, InterruptedException {
        Sold sold = balancer.sellQuota(AMOUNT);
        Load load = load(sold);
        Thread killer = new Thread(() -> killAt(load, AMOUNT / 3), "killer");
        killer.start();
        load.untilRefused(REFUSALS);
        killer.join();
        checks.between("a node killed: answered", new Bounds(1, AMOUNT + THREADS), load.granted());
        Waiting.until(Duration.ofSeconds(1), () -> balancer.settled(sold.license()) == AMOUNT);
        checks.between("a node killed: settled", new Bounds(AMOUNT / 3, AMOUNT), balancer.settled(sold.license()));
        cluster.startNode("b");
        Load rest = load(sold).untilRefused(REFUSALS);
        awaitSettled(sold, AMOUNT);
        checks.atMost("started again: answered by all starts", AMOUNT + THREADS, load.granted() + rest.granted());
        checks.equal("started again with its journal: settled", AMOUNT, balancer.settled(sold.license()));
    }

    private void killAt(Load load, long granted) {
        try {
            Waiting.until(Duration.ofSeconds(30), () -> load.granted() >= granted);
            cluster.node("b").process().kill();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the node was not killed", e);
        }
    }

    /** Pauses the database: nodes spend what they have leased, then refuse with 503, and go on once it is back. */
    private void pausedDatabase() throws IOException, InterruptedException {
        Sold sold = balancer.sellQuota(AMOUNT);
        Sold large = balancer.sellQuota(1000 * AMOUNT);
        load(large).during(SHORT_MILLIS);
        Load before = load(sold).during(SHORT_MILLIS);
        Load during = load(sold);
        Load outage = load(large);
        cluster.postgres().pause();
        try {
            during.during(PAUSE_MILLIS / 2);
            outage.during(PAUSE_MILLIS / 2);
        } finally {
            cluster.postgres().resume();
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
        awaitSettled(sold, AMOUNT);
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

    private void agreement() throws IOException, InterruptedException {
        for (Node node : cluster.nodes()) {
            checks.equal(
                    "reconciliation by node " + node.name(),
                    "[]",
                    node.client().read("/reconciliation").path("differences").toString());
        }
        checks.equal(
                "the audit log of all nodes verifies",
                true,
                balancer.read("/audit/verify").path("valid").asBoolean());
    }

    private void awaitSettled(Sold sold, long units) throws IOException, InterruptedException {
        Waiting.until(SHIPPED, () -> balancer.settled(sold.license()) >= units);
    }
}
