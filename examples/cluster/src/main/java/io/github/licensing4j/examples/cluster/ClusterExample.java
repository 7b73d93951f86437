package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceClient.Sold;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Starts the cluster, and prints curl lines or checks it. */
public final class ClusterExample {
    private static final int REVOCATIONS = 30;

    private ClusterExample() {}

    /**
     * Runs the cluster until this process ends, or until it is checked; the exit code is 0 if all checks passed.
     *
     * @param arguments catalog, signing keys, directory, port of the balancer (0 for a free one), {@code serve} or {@code check}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        try (FileChannel lock = FileChannel.open(
                        directory.resolveSibling(directory.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = lock.tryLock()) {
            if (held == null) {
                System.err.println("another process has a cluster in " + directory);
                System.exit(2);
            }
            run(List.of(arguments), directory);
        }
    }

    private static void run(List<String> arguments, Path directory) throws IOException, InterruptedException {
        Settings settings = new Settings(Path.of(arguments.get(0)), Path.of(arguments.get(1)), directory, secret());
        clear(directory);
        System.err.println("starting PostgreSQL, Redis and three nodes ...");
        Cluster cluster = Cluster.start(settings, Integer.parseInt(arguments.get(3)));
        if (arguments.get(4).equals("check")) {
            System.exit(new ClusterCheck(cluster, REVOCATIONS).run());
        }
        Restarts restarts = new Restarts(cluster);
        cluster.nodes().forEach(restarts::watch);
        printLines(cluster, settings);
        new CountDownLatch(1).await();
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Deletes what nodes of an earlier run have left; the database is cleared at its start. */
    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory) && !isOfServers(directory.relativize(file))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Returns whether the servers of an earlier run are found by a file, which may have been killed with them running. */
    private static boolean isOfServers(Path file) {
        return file.startsWith("postgres") || file.startsWith("redis.pid");
    }

    private static void printLines(Cluster cluster, Settings settings) throws IOException, InterruptedException {
        ServiceClient client = cluster.client();
        Sold free = client.sell("free@1");
        Sold pro = client.sell("pro@1");
        StringBuilder nodes = new StringBuilder();
        StringBuilder direct = new StringBuilder();
        for (Node node : cluster.nodes()) {
            nodes.append("  node %s: %s, process %d, log %s%n"
                    .formatted(
                            node.name(),
                            node.client().base(),
                            node.process().process().pid(),
                            settings.directory().resolve(node.name()).resolve("node.log")));
            direct.append(' ').append(node.client().base());
        }
        Path environment = settings.directory().resolve("admin.env");
        Files.writeString(environment, "ADMIN_TOKEN=" + settings.adminToken() + "\n");
        System.out.print(LINES.formatted(
                client.base(),
                nodes,
                settings.catalog(),
                environment,
                client.base(),
                free.key(),
                pro.key(),
                direct,
                free.license(),
                pro.keyId(),
                cluster.node("b").process().process().pid()));
    }

    private static final String LINES = """

            The balancer listens on %1$s and passes calls to three nodes in turn:
            %2$s\
            The catalog is %3$s (edit it while this runs); PostgreSQL and Redis are theirs alone. A start begins with an empty database.

            . '%4$s'
            url=%5$s
            admin() { curl -s -H "Authorization: Bearer $ADMIN_TOKEN" -H 'Content-Type: application/json' "$@"; echo; }
            call() { curl -s -o /dev/null -D - "$@" | grep -iE '^(HTTP|X-Node|RateLimit:)'; echo; }

            # free: a quota of 30 calls and a rate for all nodes together; X-Node changes, "monthly" and "burst" go on
            call $url/v1/report -H 'X-API-Key: %6$s'
            for i in $(seq 40); do call $url/v1/report -H 'X-API-Key: %6$s'; done

            # used by all nodes, read from the ledger
            admin $url/licensing/v1/licenses/%9$s/limits

            # free: the export is not in its plan; pro: it is
            curl -i $url/v1/export -H 'X-API-Key: %6$s'
            call $url/v1/export -H 'X-API-Key: %7$s'

            # a node is killed: calls go on; it is started again after 10 s, with its journal
            kill -9 %11$d
            for i in $(seq 6); do call $url/v1/report -H 'X-API-Key: %7$s'; done

            # a key is revoked by one node and refused by all
            admin $url/licensing/v1/keys/%10$s -X DELETE
            for node in%8$s; do curl -s -o /dev/null -w "$node %%{http_code}\\n" $node/v1/report -H 'X-API-Key: %7$s'; done

            # decisions, journals and ledger agree; the audit log of all nodes verifies
            admin $url/licensing/v1/reconciliation
            admin $url/licensing/v1/audit/verify

            Ctrl-C stops everything.
            """;
}
