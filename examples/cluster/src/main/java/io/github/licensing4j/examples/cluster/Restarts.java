package io.github.licensing4j.examples.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Starts nodes again that have ended, as an orchestrator would. */
final class Restarts {
    private static final int PAUSE_SECONDS = 10;

    private final Cluster cluster;
    private volatile boolean stopping;

    Restarts(Cluster cluster) {
        this.cluster = cluster;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "no more restarts"));
    }

    void watch(Node node) {
        Thread watcher = new Thread(() -> awaitEnd(node), "watch " + node.name());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void awaitEnd(Node node) {
        try {
            int exitCode = node.process().process().waitFor();
            if (!stopping) {
                System.err.println("node " + node.name() + " ended with " + exitCode + "; it is started again in "
                        + PAUSE_SECONDS + " s");
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                restart(node.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(String name) throws InterruptedException {
        try {
            Node started = cluster.startNode(name);
            System.err.println(
                    "node " + name + " runs again: " + started.client().base() + ", process "
                            + started.process().process().pid());
            watch(started);
        } catch (IOException e) {
            if (!stopping) {
                System.err.println("node " + name + " does not start: " + e.getMessage());
            }
        }
    }
}
