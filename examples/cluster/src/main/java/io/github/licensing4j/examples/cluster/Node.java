package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.ServiceClient;
import io.github.licensing4j.examples.checks.ServiceProcess;
import io.github.licensing4j.examples.cluster.node.NodeApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A node: a process with a directory of its own, which it keeps when it is started again. */
final class Node implements AutoCloseable {
    private final String name;
    private final ServiceProcess process;
    private final Path log;
    private final ServiceClient client;

    private Node(String name, ServiceProcess process, Path log, ServiceClient client) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.client = client;
    }

    /** Starts the process, without waiting for it. */
    static Node start(String name, String jdbcUrl, Settings settings) throws IOException {
        Path own = Files.createDirectories(settings.directory().resolve(name));
        Path auditKey = own.resolve("audit.key");
        if (Files.notExists(auditKey)) {
            Files.copy(settings.directory().resolve("audit.key"), auditKey);
        }
        Path log = own.resolve("node.log");
        ServiceProcess process = ServiceProcess.start(
                List.of("-cp", System.getProperty("java.class.path"), NodeApplication.class.getName()),
                Map.of(
                        "NODE", name,
                        "JDBC_URL", jdbcUrl,
                        "CATALOG", settings.catalog().toString(),
                        "KEYS", settings.keys().toString(),
                        "AUDIT_KEY", auditKey.toString(),
                        "JOURNAL_DIR", own.resolve("journal").toString(),
                        "ADMIN_TOKEN", settings.adminToken()),
                log);
        return new Node(name, process, log, new ServiceClient(process.base(), settings.adminToken()));
    }

    Node awaitReady() throws IOException, InterruptedException {
        process.awaitReady("/status", log.toFile());
        return this;
    }

    String name() {
        return name;
    }

    ServiceClient client() {
        return client;
    }

    ServiceProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
