package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database, nodes and a balancer, all on this machine. */
final class Cluster implements AutoCloseable {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Settings settings;
    private final PostgresServer postgres;
    private final Balancer balancer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Node> nodes = Collections.synchronizedMap(new TreeMap<>());

    private Cluster(Settings settings, PostgresServer postgres, Balancer balancer) {
        this.settings = settings;
        this.postgres = postgres;
        this.balancer = balancer;
    }

    /**
     * Starts three nodes. Closes everything when this process ends.
     *
     * @param port the port of the balancer, 0 for a free one
     */
    static Cluster start(Settings settings, int port) throws IOException, InterruptedException {
        Balancer balancer = new Balancer(port);
        Cluster cluster = new Cluster(settings, PostgresServer.start(settings.directory()), balancer);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
        createAuditKey(settings.directory().resolve("audit.key"));
        for (String name : NAMES) {
            cluster.nodes.put(name, Node.start(name, cluster.postgres.jdbcUrl(), settings));
        }
        for (Node node : cluster.nodes()) {
            node.awaitReady();
            balancer.add(node.client().base());
        }
        balancer.start();
        return cluster;
    }

    /** Creates the key of the audit log, which all nodes share, readable by its owner alone. */
    private static void createAuditKey(Path file) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
    }

    /** Starts a new node, or one that has ended with its directory, and sends calls to it. */
    Node startNode(String name) throws IOException, InterruptedException {
        Node started = Node.start(name, postgres.jdbcUrl(), settings);
        Node before = nodes.put(name, started);
        if (before != null) {
            balancer.remove(before.client().base());
        }
        started.awaitReady();
        balancer.add(started.client().base());
        return started;
    }

    Node node(String name) {
        Node found = nodes.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no node '" + name + "', expected one of " + nodes.keySet());
        }
        return found;
    }

    Collection<Node> nodes() {
        synchronized (nodes) {
            return List.copyOf(nodes.values());
        }
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Returns a client of the balancer. */
    ServiceClient client() {
        return new ServiceClient(balancer.base(), settings.adminToken());
    }

    /** Stops the nodes, which release what they have leased, and then the database. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        balancer.close();
        try {
            postgres.resume();
            nodes().forEach(node -> node.process().process().destroy());
            nodes().forEach(Node::close);
            postgres.close();
        } catch (IOException e) {
            System.err.println("the cluster was not stopped in order: " + e);
        }
    }
}
