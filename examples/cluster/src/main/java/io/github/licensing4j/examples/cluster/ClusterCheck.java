package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Checks;
import io.github.licensing4j.examples.checks.Checks.Bounds;
import io.github.licensing4j.examples.checks.Load;
import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import io.github.licensing4j.examples.checks.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Checks the limits of a cluster while nodes and its database fail, at a small size. */
final class ClusterCheck {
    private static final String REPORT = "/v1/report";
    private static final int THREADS = 12;
    private static final long AMOUNT = 600;
    private static final long RATE_MILLIS = 3_000;
    /** As many refusals in a row as let every thread reach every node several times. */
    private static final int REFUSALS = 6 * THREADS;

    private static final Duration SHIPPED = Duration.ofSeconds(5);

    private final Checks checks = new Checks(System.out);
    private final Cluster cluster;
    private final ServiceClient balancer;
    private final int revocations;

    /** @param revocations how many keys are revoked with the push channels, and without them */
    ClusterCheck(Cluster cluster, int revocations) {
        this.cluster = cluster;
        this.revocations = revocations;
        this.balancer = cluster.client();
    }

    int run() throws InterruptedException {
        try {
            sharedQuota("3 nodes");
            sharedRate();
            new RevocationCheck(checks, cluster, revocations).run();
            killedNode();
            cluster.startNode("d");
            sharedQuota("4 nodes, one of them added");
            new OutageCheck(checks, cluster).run();
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

    /** Calls faster than the rate of a license whose quota is not reached. */
    private void sharedRate() throws IOException, InterruptedException {
        Sold sold = balancer.sellRate();
        long start = System.nanoTime();
        Load load = load(sold).during(RATE_MILLIS);
        checks.between("3 nodes: granted of a rate of " + Rate.TEXT, Rate.bounds(start, 0), load.granted());
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
