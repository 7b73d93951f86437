package io.github.licensing4j.examples.cluster;

import java.io.IOException;
import java.nio.file.Path;

/** The servers that all nodes share. */
record Servers(PostgresServer postgres, RedisProcess redis) implements AutoCloseable {

    static Servers start(Path directory) throws IOException {
        return new Servers(PostgresServer.start(directory), RedisProcess.start(directory));
    }

    @Override
    public void close() throws IOException {
        redis.close();
        postgres.close();
    }
}
