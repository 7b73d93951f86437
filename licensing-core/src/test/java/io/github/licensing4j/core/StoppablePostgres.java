package io.github.licensing4j.core;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of one test, which it can freeze, kill and restart. Committed changes survive a kill. */
final class StoppablePostgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;

    StoppablePostgres(Path data) throws IOException {
        this.data = data;
        this.server = start(0);
    }

    /** Starts a copy of the files of a server as its standby, and promotes it, so that its timeline changes. */
    static StoppablePostgres promoted(Path data) throws IOException, SQLException {
        Files.createFile(data.resolve("standby.signal"));
        StoppablePostgres standby = new StoppablePostgres(data);
        try (Connection connection = standby.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote()");
        }
        return standby;
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // By default the tests' server answers before a commit is in its log.
                .setServerConfig("synchronous_commit", "on");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    PGSimpleDataSource source() {
        return (PGSimpleDataSource) server.getDatabase("postgres", "postgres");
    }

    /** Suspends all of its processes: connections stay open, and nothing answers. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    /** Resumes all of its processes. */
    void thaw() throws IOException {
        signal("-CONT");
    }

    /** Ends every process of it with {@code kill -9}. */
    void kill() throws IOException {
        signal("-KILL");
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        // Finds nothing to stop, and releases the directory.
        server.close();
    }

    /** Starts it again at the same port, on what it left. */
    void restart() throws IOException {
        server = start(server.getPort());
    }

    /** Signals the parent first, because it would start others. */
    private void signal(String signal) throws IOException {
        ProcessHandle first = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", signal, String.valueOf(first.pid())));
        List<ProcessHandle> others = first.descendants().toList();
        run(command);
        Stream.concat(others.stream(), first.descendants())
                .distinct()
                .filter(ProcessHandle::isAlive)
                .forEach(other -> command.add(String.valueOf(other.pid())));
        run(command);
    }

    /** Ignores processes that ended by themselves meanwhile. */
    private static void run(List<String> command) throws IOException {
        int unused = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            thaw();
        }
        server.close();
    }
}
