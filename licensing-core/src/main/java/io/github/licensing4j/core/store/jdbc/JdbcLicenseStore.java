package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revoked;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.TermsStore;
import io.github.licensing4j.spi.TokenRecord;
import io.github.licensing4j.spi.UsageLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores licenses, keys, tokens and revocations in a database. Each change is one transaction, and the changes of all
 * nodes are stored one after another: their generations have no gaps in the order in which they become visible.
 *
 * <p>Instants are stored in whole milliseconds. Ids may have 600 bytes in UTF-8.
 */
public final class JdbcLicenseStore implements LicenseStore {
    private static final Logger log = LoggerFactory.getLogger(JdbcLicenseStore.class);

    private final Database database;
    private final JdbcAuditLog audit;
    private final JdbcOutbox outbox;
    private final JdbcUsageLedger usage;
    private final JdbcTermsStore terms;
    private volatile Runnable listener = () -> {};

    JdbcLicenseStore(Database database) {
        this.database = database;
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
    public static JdbcLicenseStore embedded(Path directory) {
        return new JdbcLicenseStore(SqliteDatabase.open(directory, Migrations.of("sqlite")));
    }

    /**
     * Stores licenses in a PostgreSQL database that nodes share, in tables {@code licensing_…} of the first schema of
     * the search path. The store does not close the DataSource. It requests connections on threads of its own.
     *
     * @throws LicensingException if the database is unavailable, or its tables have another version
     */
    public static JdbcLicenseStore on(DataSource postgres, PostgresSettings settings) {
        return new JdbcLicenseStore(PostgresDatabase.open(postgres, settings, Migrations.of("postgres")));
    }

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return database.lookUp("look up a license", session -> LicenseTable.find(session, id));
    }

    @Override
    public List<LicenseRevision> past(LicenseId id) {
        return database.read("read the revisions of a license", session -> PastLicenseTable.of(session, id));
    }

    @Override
    public Page<LicenseRecord> list(LicenseQuery query) {
        return database.read("list licenses", session -> LicenseTable.list(session, query));
    }

    @Override
    public List<LicenseRecord> due(String issuer, Instant now, int max) {
        return database.read("look for due licenses", session -> LicenseTable.due(session, issuer, now, max));
    }

    @Override
    public long licensesOn(String issuer, PlanId plan) {
        return database.read("count the licenses of a plan", session -> LicenseTable.licensesOn(session, issuer, plan));
    }

    @Override
    public Set<PlanId> pinnedPlans(String issuer) {
        return database.read("look for plans in use", session -> LicenseTable.pinnedPlans(session, issuer));
    }

    @Override
    public Optional<ApiKeyRecord> keyByHash(String hash) {
        return database.lookUp("look up a key", session -> KeyTable.byHash(session, hash));
    }

    @Override
    public Optional<ApiKeyRecord> key(String issuer, String keyId) {
        return database.read("look up a key", session -> KeyTable.byId(session, issuer, keyId));
    }

    @Override
    public List<ApiKeyRecord> keysOf(LicenseId license) {
        return database.read("list keys", session -> KeyTable.ofLicense(session, license));
    }

    @Override
    public Map<String, Instant> lastUsed(List<String> keyIds) {
        return database.read("look up last uses", session -> KeyTable.lastUsed(session, keyIds));
    }

    @Override
    public void used(Map<String, Instant> lastUsedByKeyId) {
        if (!lastUsedByKeyId.isEmpty()) {
            boolean unused = database.write("store last uses", session -> {
                KeyTable.used(session, lastUsedByKeyId);
                return true;
            });
        }
    }

    @Override
    public Optional<TokenRecord> token(String issuer, String tokenId) {
        return database.read("look up a token", session -> TokenTable.find(session, issuer, tokenId));
    }

    @Override
    public List<TokenRecord> tokensFrom(String keyOrFamily, Instant now) {
        return database.read("list tokens", session -> TokenTable.from(session, keyOrFamily, now));
    }

    @Override
    public List<ApiKeyRecord> keysMadeWith(String issuer, String credential) {
        return database.read("list keys", session -> KeyTable.madeWith(session, issuer, credential));
    }

    @Override
    public List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before) {
        return database.read("list keys", session -> KeyTable.madeBefore(session, issuer, before));
    }

    @Override
    public long nextStatusIndexes(int count) {
        return database.write(
                "take places in the status list", session -> session.number(TokenTable.TAKE_INDEXES, count, count));
    }

    @Override
    public long statusIndexes() {
        return database.read("read the status list", session -> session.number(TokenTable.INDEXES));
    }

    @Override
    public List<Long> revokedStatusIndexes(Instant now) {
        return database.read("read the status list", session -> TokenTable.revokedIndexes(session, now));
    }

    @Override
    public Optional<RefreshTokenRecord> refreshToken(String hash) {
        return database.read("look up a refresh token", session -> TokenTable.findRefresh(session, hash));
    }

    @Override
    public boolean isFamilyRevoked(String issuer, String family) {
        return database.read(
                "look up a revocation", session -> RevocationTable.isFamilyRevoked(session, issuer, family));
    }

    @Override
    public Revoked revoked(Instant now) {
        return database.read("read revocations", session -> RevocationTable.all(session, now));
    }

    @Override
    public Optional<IdempotencyRecord> replay(String key, Instant now) {
        return database.read("look up a repeated request", session -> ReplayTable.find(session, key, now));
    }

    @Override
    public long commit(StoreChange change) {
        long generation = database.write("store a change", session -> ChangeTables.store(session, change, database));
        if (change.isUnordered()) {
            return generation;
        }
        try {
            listener.run();
        } catch (RuntimeException e) {
            // The change is stored even if the listener fails.
            log.debug("The listener failed for generation {}", generation, e);
        }
        return generation;
    }

    @Override
    public List<StoreEvent> changesSince(long generation, int max) {
        return database.read("read its feed", session -> FeedTable.since(session, generation, max));
    }

    @Override
    public long generation() {
        return database.read("read its generation", session -> session.number(Sequences.GENERATION));
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void expire(Instant before) {
        Expiry.run(database, before);
    }

    @Override
    public List<CreditGrant> grants(LicenseId license) {
        return database.lookUp("look up credits", session -> GrantTable.ofLicense(session, license));
    }

    @Override
    public Set<String> grantedLimits(LicenseId license) {
        return database.read("look up the limits of credits", session -> GrantTable.limits(session, license));
    }

    @Override
    public Optional<CreditGrant> grant(String issuer, String grantId) {
        return database.read("look up a credit grant", session -> GrantTable.find(session, issuer, grantId));
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
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Outbox outbox() {
        return outbox;
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
