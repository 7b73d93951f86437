package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL behind a proxy, and a copy of its files that takes over without the last commits. */
final class FailoverDatabase implements AutoCloseable {
    private final Path dir;
    private final StoppablePostgres primary;
    private final FaultyProxy proxy;
    private @Nullable StoppablePostgres standby;

    /** How the copy takes over. */
    enum Takeover {
        /** As a standby that is promoted, so that the timeline of PostgreSQL changes. */
        PROMOTED,
        /** As a backup that is started: its timeline is that of the primary. */
        RESTORED
    }

    FailoverDatabase(Path dir) throws IOException {
        this.dir = dir;
        this.primary = new StoppablePostgres(dir.resolve("primary"));
        this.proxy = new FaultyProxy(address(primary));
    }

    /** Returns the database as nodes reach it, now and after it has failed over. */
    PGSimpleDataSource source() {
        PGSimpleDataSource database = primary.source();
        database.setServerNames(new String[] {InetAddress.getLoopbackAddress().getHostAddress()});
        database.setPortNumbers(new int[] {proxy.port()});
        return database;
    }

    private static InetSocketAddress address(StoppablePostgres server) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.source().getPortNumbers()[0]);
    }

    /** Copies the files of the server while it is suspended, which are those of a crash at that instant. */
    void copy() throws IOException {
        primary.freeze();
        try {
            Process copy = new ProcessBuilder(
                            "cp",
                            "-a",
                            dir.resolve("primary").toString(),
                            dir.resolve("standby").toString())
                    .inheritIO()
                    .start();
            assertThat(copy.onExit().join().exitValue()).isZero();
        } finally {
            primary.thaw();
        }
        Files.delete(dir.resolve("standby").resolve("postmaster.pid"));
        Files.deleteIfExists(dir.resolve("standby").resolve("epg-lock"));
    }

    /** Kills the server, and starts the copy in its place. */
    void failOver(Takeover takeover) throws Exception {
        proxy.refuse();
        primary.kill();
        StoppablePostgres started = takeOver(takeover);
        standby = started;
        proxy.forwardTo(address(started));
    }

    private StoppablePostgres takeOver(Takeover takeover) throws Exception {
        Path copy = dir.resolve("standby");
        StoppablePostgres server =
                takeover == Takeover.PROMOTED ? StoppablePostgres.promoted(copy) : new StoppablePostgres(copy);
        try (Connection connection = server.source().getConnection();
                Statement statement = connection.createStatement();
                var timeline = statement.executeQuery("select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)")) {
            assertThat(timeline.next()).isTrue();
            assertThat(timeline.getString(1)).isEqualTo(takeover == Takeover.PROMOTED ? "00000002" : "00000001");
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        if (standby != null) {
            standby.close();
        }
        primary.close();
    }
}
