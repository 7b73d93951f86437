package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Servers, nodes and a balancer, all on this machine. */
final class Cluster implements AutoCloseable {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration RECOVERED = Duration.ofSeconds(20);

    private final Settings settings;
    private final Servers servers;
    private final Balancer balancer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Node> nodes = Collections.synchronizedMap(new TreeMap<>());

    private Cluster(Settings settings, Servers servers, Balancer balancer) {
        this.settings = settings;
        this.servers = servers;
        this.balancer = balancer;
    }

    /**
     * Starts three nodes. Closes everything when this process ends.
     *
     * @param port the port of the balancer, 0 for a free one
     */
    static Cluster start(Settings settings, int port) throws IOException, InterruptedException {
        Balancer balancer = new Balancer(port);
        Cluster cluster = new Cluster(settings, Servers.start(settings.directory()), balancer);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
        createAuditKey(settings.directory().resolve("audit.key"));
        for (String name : NAMES) {
            cluster.nodes.put(name, Node.start(name, cluster.servers, settings));
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
        Node started = Node.start(name, servers, settings);
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

    Servers servers() {
        return servers;
    }

    /** Waits until all nodes are connected to Redis, and receive its messages. Returns how many do. */
    int awaitRedis() throws IOException, InterruptedException {
        int connected = 0;
        for (Node node : nodes()) {
            boolean is = Waiting.until(RECOVERED, () -> {
                String health = node.client().get("/actuator/health").body();
                return health.contains("connected, answered") && health.contains("changes of other nodes are pushed");
            });
            connected += is ? 1 : 0;
        }
        return connected;
    }

    /** Returns a client of the balancer. */
    ServiceClient client() {
        return new ServiceClient(balancer.base(), settings.adminToken());
    }

    /** Stops the nodes, which release what they have leased, and then the servers. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        balancer.close();
        try {
            servers.postgres().resume();
            nodes().forEach(node -> node.process().process().destroy());
            nodes().forEach(Node::close);
            servers.close();
        } catch (IOException e) {
            System.err.println("the cluster was not stopped in order: " + e);
        }
    }
}
