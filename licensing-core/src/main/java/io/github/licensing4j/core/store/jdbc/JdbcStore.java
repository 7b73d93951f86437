package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.store.ComposedStore;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.TaskLeases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Stores licenses, keys, tokens and revocations in a database. Each change is one transaction, and the changes of all
 * nodes are stored one after another: their generations have no gaps in the order in which they become visible.
 *
 * <p>Instants are stored in whole milliseconds. Ids may have 600 bytes in UTF-8.
 */
public final class JdbcStore extends ComposedStore {
    private final Database database;
    private final JdbcChangeFeed feed;
    private final TaskLeases taskLeases;
    private final NodeRegistry nodes;
    private final Parts parts;
    private final QuotaLeases leases;
    private final ReplayStore replays;
    private final SeatStore seats;
    private final InsightStore insights;
    private final SignalStore signals;

    JdbcStore(Database database) {
        this.database = database;
        this.feed = new JdbcChangeFeed(database);
        this.leases = database.isOfThisProcess() ? QuotaLeases.none() : new JdbcQuotaLeases(database);
        this.taskLeases =
                database.isOfThisProcess() ? TaskLeases.local() : new JdbcTaskLeases(database, PostgresDatabase.NOW);
        this.nodes = database.isOfThisProcess()
                ? NodeRegistry.local()
                : new JdbcNodeRegistry(database, PostgresDatabase.NOW);
        this.replays = new JdbcReplays(database);
        this.seats = new JdbcSeats(database);
        this.insights = new JdbcInsights(database);
        this.signals = new JdbcSignals(database);
        this.parts = new Parts(
                new JdbcLicenseStore(database),
                new JdbcCredentialStore(database),
                new JdbcRevocationStore(database),
                new JdbcCreditStore(database),
                (key, now) -> database.read(
                        "look up a repeated request", session -> IdempotencyTable.find(session, key, now)),
                feed,
                new JdbcAuditLog(database),
                new JdbcOutbox(database),
                new JdbcUsageLedger(database),
                new JdbcTermsStore(database));
    }

    /**
     * Stores licenses in an SQLite file, {@code licensing.db}, in a directory used by this process only. Both are
     * created, readable by their owner only, if they are missing.
     *
     * @throws MissingDependencyException if the driver is not on the class path
     * @throws LicensingException if another process holds the directory, or the file cannot be opened
     */
    public static JdbcStore embedded(Path directory) {
        return new JdbcStore(SqliteDatabase.open(directory, Migrations.of("sqlite")));
    }

    /**
     * Stores licenses in a PostgreSQL database that nodes share, in tables {@code licensing_…} of the first schema of
     * the search path. The store does not close the DataSource. It requests connections on threads of its own.
     *
     * @throws LicensingException if the database is unavailable, or its tables have another version
     */
    public static JdbcStore on(DataSource postgres, PostgresSettings settings) {
        return new JdbcStore(PostgresDatabase.open(postgres, settings, Migrations.of("postgres")));
    }

    @Override
    protected Parts parts() {
        return parts;
    }

    @Override
    public QuotaLeases leases() {
        return leases;
    }

    @Override
    public TaskLeases taskLeases() {
        return taskLeases;
    }

    @Override
    public NodeRegistry nodes() {
        return nodes;
    }

    @Override
    public Optional<ReplayStore> replays() {
        return Optional.of(replays);
    }

    @Override
    public Optional<SeatStore> seats() {
        return Optional.of(seats);
    }

    @Override
    public Optional<InsightStore> insights() {
        return Optional.of(insights);
    }

    @Override
    public Optional<SignalStore> signals() {
        return Optional.of(signals);
    }

    @Override
    public <T> T write(Function<StoreTransaction, T> work) {
        Written<T> written = database.write("store a change", session -> {
            JdbcTransaction transaction = new JdbcTransaction(session, database);
            return new Written<>(transaction.run(work), transaction.generation());
        });
        written.generation.ifPresent(feed::changed);
        return written.result;
    }

    /** @param generation the generation of a change that was ordered */
    private record Written<T>(T result, OptionalLong generation) {}

    @Override
    public void expire(Instant before) {
        Expiry.run(database, before);
    }

    @Override
    public boolean isLocal() {
        return database.isOfThisProcess();
    }

    /** Waits for running work; a shared database stays open for others. */
    @Override
    public void close() {
        database.close();
    }
}
