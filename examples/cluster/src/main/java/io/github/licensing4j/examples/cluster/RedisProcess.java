package io.github.licensing4j.examples.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of this machine, which can be stopped and started again without its data. */
final class RedisProcess implements AutoCloseable {
    private final int port;
    private final Path pidFile;
    private RedisServer server;

    private RedisProcess(int port, Path pidFile) throws IOException {
        this.port = port;
        this.pidFile = pidFile;
        this.server = run();
    }

    /** Starts a server, after one that an earlier run has left in the directory was stopped. */
    static RedisProcess start(Path directory) throws IOException {
        Path pidFile = directory.resolve("redis.pid");
        if (Files.exists(pidFile)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pidFile)))
                    .filter(RedisProcess::isRedis)
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        return new RedisProcess(freePort(), pidFile);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private RedisServer run() throws IOException {
        Set<ProcessHandle> before = children();
        RedisServer started = RedisServer.newRedisServer()
                .executableProvider(ExecutableProvider.newJarResourceProvider())
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        started.start();
        Set<ProcessHandle> created = children();
        created.removeAll(before);
        for (ProcessHandle process : created) {
            Files.writeString(pidFile, String.valueOf(process.pid()));
        }
        return started;
    }

    private static Set<ProcessHandle> children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(RedisProcess::isRedis).collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static boolean isRedis(ProcessHandle process) {
        return process.info().command().orElse("").contains("redis");
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops the server; its data is lost. */
    void stop() throws IOException {
        server.stop();
    }

    void startEmpty() throws IOException {
        server = run();
    }

    @Override
    public void close() throws IOException {
        if (server.isActive()) {
            server.stop();
        }
        Files.deleteIfExists(pidFile);
    }
}
