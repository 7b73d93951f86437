package io.github.licensing4j.examples.cluster;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Starts nodes again that have ended, as an orchestrator would. */
final class Restarts {
    private static final int PAUSE_SECONDS = 10;

    private final Cluster cluster;
    private final Executor later = CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS);
    private volatile boolean stopping;

    Restarts(Cluster cluster) {
        this.cluster = cluster;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "no more restarts"));
    }

    void watch(Node node) {
        var unused = node.process().process().onExit().thenAccept(ended -> {
            if (!stopping) {
                System.err.println("node " + node.name() + " ended with " + ended.exitValue()
                        + "; it is started again in " + PAUSE_SECONDS + " s");
                later.execute(() -> restart(node.name()));
            }
        });
    }

    private void restart(String name) {
        try {
            Node started = cluster.startNode(name);
            System.err.println(
                    "node " + name + " runs again: " + started.client().base() + ", process "
                            + started.process().process().pid());
            watch(started);
        } catch (IOException e) {
            if (stopping) {
                return;
            }
            System.err.println("node " + name + " does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
