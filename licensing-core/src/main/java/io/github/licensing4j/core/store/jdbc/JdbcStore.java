package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.CreditStore;
import io.github.licensing4j.spi.IdempotencyStore;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.RevocationStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.UsageLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Stores licenses, keys, tokens and revocations in a database. Each change is one transaction, and the changes of all
 * nodes are stored one after another: their generations have no gaps in the order in which they become visible.
 *
 * <p>Instants are stored in whole milliseconds. Ids may have 600 bytes in UTF-8.
 */
public final class JdbcStore implements Store {
    private final Database database;
    private final JdbcLicenseStore licenses;
    private final JdbcCredentialStore credentials;
    private final JdbcRevocationStore revocations;
    private final JdbcCreditStore credits;
    private final IdempotencyStore requests;
    private final JdbcChangeFeed feed;
    private final JdbcAuditLog audit;
    private final JdbcOutbox outbox;
    private final JdbcUsageLedger usage;
    private final JdbcTermsStore terms;

    JdbcStore(Database database) {
        this.database = database;
        this.licenses = new JdbcLicenseStore(database);
        this.credentials = new JdbcCredentialStore(database);
        this.revocations = new JdbcRevocationStore(database);
        this.credits = new JdbcCreditStore(database);
        this.requests = (key, now) ->
                database.read("look up a repeated request", session -> ReplayTable.find(session, key, now));
        this.feed = new JdbcChangeFeed(database);
        this.audit = new JdbcAuditLog(database);
        this.outbox = new JdbcOutbox(database);
        this.usage = new JdbcUsageLedger(database);
        this.terms = new JdbcTermsStore(database);
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
    public LicenseStore licenses() {
        return licenses;
    }

    @Override
    public CredentialStore credentials() {
        return credentials;
    }

    @Override
    public RevocationStore revocations() {
        return revocations;
    }

    @Override
    public CreditStore credits() {
        return credits;
    }

    @Override
    public IdempotencyStore requests() {
        return requests;
    }

    @Override
    public ChangeFeed feed() {
        return feed;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public UsageLedger usage() {
        return usage;
    }

    @Override
    public TermsStore terms() {
        return terms;
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
