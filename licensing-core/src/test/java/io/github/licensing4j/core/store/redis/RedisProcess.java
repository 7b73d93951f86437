package io.github.licensing4j.core.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free port, which tests stop, start empty again, or hang. */
public final class RedisProcess implements AutoCloseable {
    private final int port;
    private RedisServer server;
    private long pid;

    private RedisProcess(int port) {
        this.port = port;
        run();
    }

    public static RedisProcess start() {
        return new RedisProcess(freePort());
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server; its process is the one child of this process that is new. */
    private synchronized void run() {
        try {
            Set<ProcessHandle> before = children();
            server = RedisServer.newRedisServer()
                    .executableProvider(ExecutableProvider.newJarResourceProvider())
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            Set<ProcessHandle> created = children();
            created.removeAll(before);
            pid = created.iterator().next().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Stops the server; its data is lost. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void startEmpty() {
        run();
    }

    /** Suspends the server: connections stay open and nothing is answered. */
    void hang() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("kill did not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (server.isActive()) {
            resume();
            stop();
        }
    }
}
