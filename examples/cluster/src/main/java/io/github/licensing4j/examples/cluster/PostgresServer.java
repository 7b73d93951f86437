package io.github.licensing4j.examples.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server of this machine, which can be paused. */
final class PostgresServer implements AutoCloseable {
    private static final String DIRECTORY = "postgres";
    /** Listening connections have done nothing else, and check themselves now and then. */
    private static final String LISTENERS = "select pid from pg_stat_activity where backend_type = 'client backend'"
            + " and (query ilike 'listen %' or query = 'select 1')";

    private final EmbeddedPostgres server;
    private final Path pidFile;

    private PostgresServer(EmbeddedPostgres server, Path pidFile) {
        this.server = server;
        this.pidFile = pidFile;
    }

    /** Starts a server with an empty database below a directory, after one that an earlier run has left there was stopped. */
    static PostgresServer start(Path directory) throws IOException {
        Path data = directory.resolve(DIRECTORY);
        Path pidFile = data.resolve("postmaster.pid");
        stopLeftover(pidFile);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setRegisterShutdownHook(false)
                .start();
        return new PostgresServer(server, pidFile);
    }

    private static void stopLeftover(Path pidFile) throws IOException {
        Optional<ProcessHandle> left = postmaster(pidFile);
        if (left.isPresent()) {
            Signals.send("CONT", withChildren(left.get()));
            // SIGQUIT ends it at once, without a checkpoint: its data is deleted.
            Signals.send("QUIT", Stream.of(left.get()));
            left.get().onExit().join();
        }
    }

    String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Stops all processes of the server from running; connections stay open and nothing is answered. */
    void pause() throws IOException {
        Signals.send("STOP", withChildren(running()));
    }

    void resume() throws IOException {
        Signals.send("CONT", withChildren(running()));
    }

    /**
     * Stops the processes that serve connections which listen for notifications, as if these connections were cut without a sign.
     * Others go on, and so do connections that are opened afterwards. {@link #resume} ends it.
     */
    void pauseListeners() throws IOException {
        List<ProcessHandle> listeners = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet pids = statement.executeQuery(LISTENERS)) {
            while (pids.next()) {
                ProcessHandle.of(pids.getLong(1)).ifPresent(listeners::add);
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL does not list its connections", e);
        }
        Signals.send("STOP", listeners.stream());
    }

    private ProcessHandle running() throws IOException {
        return postmaster(pidFile).orElseThrow(() -> new IOException("PostgreSQL does not run"));
    }

    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("postgres"));
    }

    private static Stream<ProcessHandle> withChildren(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.children());
    }

    @Override
    public void close() throws IOException {
        resume();
        server.close();
    }
}
