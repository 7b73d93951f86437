package io.github.licensing4j.core.store.jdbc;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.key;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.message;
import static io.github.licensing4j.tck.SampleRecords.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecordEditor;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.SampleRecords;
import io.github.licensing4j.tck.SampleUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store of an older version is upgraded to the newest version and keeps all its data. */
class UpgradeTest {
    private static final List<String> SCRIPTS = List.of(
            "1.0__licenses.sql",
            "2.0__usage.sql",
            "3.0__terms.sql",
            "4.0__leases.sql",
            "5.0__timeline.sql",
            "6.0__proofs.sql",
            "7.0__signature_keys.sql",
            "8.0__external_names.sql",
            "9.0__seats.sql",
            "10.0__seat_holdings.sql");
    private static final List<String> TABLES = List.of(
            "licensing_state",
            "licensing_licenses",
            "licensing_keys",
            "licensing_tokens",
            "licensing_marks",
            "licensing_feed",
            "licensing_audit",
            "licensing_outbox");
    /** Tables that were added later, by the version that added them. */
    private static final Map<Integer, List<String>> LATER = Map.of(
            7, List.of("licensing_signature_keys"),
            8, List.of("licensing_external_names"),
            9, List.of("licensing_seat_limits", "licensing_seats"),
            10, List.of("licensing_seat_holdings"));

    private static final SeatCounter DESKS = new SeatCounter("desks", Holder.USER);
    private static final Instant LATE = NOW.plus(Duration.ofDays(1));

    @TempDir
    Path dir;

    private final AuditKey key = AuditKey.ephemeral();
    private AuditChain.@Nullable Head head;

    private Migrations version(int version, String platform) throws IOException {
        Path scripts = Files.createDirectories(dir.resolve("scripts").resolve(platform));
        for (String script : SCRIPTS.subList(0, version)) {
            try (InputStream in = Migrations.class.getResourceAsStream(platform + "/" + script)) {
                Files.write(scripts.resolve(script), in.readAllBytes());
            }
        }
        return new Migrations(platform, "filesystem:" + dir.resolve("scripts"), version);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void embeddedStoreKeepsEverything(int version) throws Exception {
        Path newest = dir.resolve("newest");
        Path data = dir.resolve("data");
        SqliteDatabase.open(data, version(version, "sqlite")).close();
        try (Store store = JdbcStore.embedded(newest)) {
            fill(store);
        }
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + newest.resolve("licensing.db"));
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("licensing.db"))) {
            fill(from, to, version);
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = JdbcStore.embedded(data)) {
                check(store, start, version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void sharedStoreKeepsEverything(int version) throws Exception {
        Postgres database = Postgres.database();
        DataSource newest = database.schema();
        DataSource data = database.schema();
        PostgresSettings settings = PostgresSettings.defaults();
        PostgresDatabase.open(data, settings, version(version, "postgres")).close();
        try (Store store = JdbcStore.on(newest, settings)) {
            fill(store);
        }
        try (Connection from = newest.getConnection();
                Connection to = data.getConnection()) {
            fill(from, to, version);
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = JdbcStore.on(data, settings)) {
                check(store, start, version);
            }
        }
    }

    private static void fill(Connection newest, Connection older, int version) throws SQLException {
        List<String> tables = new ArrayList<>(TABLES);
        LATER.forEach((since, added) -> tables.addAll(version < since ? List.of() : added));
        new OlderTables(newest, older).fill(tables, version);
        try (Statement statement = older.createStatement()) {
            int changed =
                    statement.executeUpdate("update licensing_licenses set revision = 2 where id = 'lic_changed'");
            assertThat(changed).isEqualTo(1);
        }
    }

    private void fill(Store old) {
        old.commit(change(SampleRecords.fullLicense(), license("lic_1"), license("lic_changed")));
        old.commit(StoreChange.builder()
                .key(key("key_1", "lic_1", "h1"))
                .token(token("tok_1", "key_1", null, 1))
                .uniqueKey("mark")
                .message(message("m1", NOW))
                .build());
        old.commit(StoreChange.builder().signatureKey(signatureKey()).build());
        takeSeats(old.seats().orElseThrow());
        AuditChain chain = new AuditChain("node", old.audit(), key);
        for (int i = 0; i < 5; i++) {
            var auditAction =
                    new AuditChain.AuditAction("ann", "license.changed", "lic_1", null, "because", Map.of("i", "" + i));
            List<AuditEntry> entries = chain.next(List.of(auditAction), NOW);
            old.commit(SampleRecords.entries(entries.toArray(AuditEntry[]::new)));
            chain.stored(entries);
        }
        head = chain.head();
    }

    private static SignatureKeyRecord signatureKey() {
        return new SignatureKeyRecord(
                "sig_1",
                license("lic_1").id(),
                1,
                "ed25519",
                "{\"kty\":\"OKP\"}",
                "the first",
                new Restrictions(
                        Set.of("read"), new CallerBindings(List.of("10.0.0.0/8"), Set.of(), Set.of(), Set.of())),
                new SignatureKeyRecord.Times(NOW, LATE, null));
    }

    /** Ann holds a seat, and Bob has released his and taken it anew. */
    private static void takeSeats(SeatStore seats) {
        LicenseId license = license("lic_1").id();
        for (String holder : List.of("ann", "bob")) {
            assertThat(seats.take(license, List.of(claim(holder)), NOW)).isInstanceOf(SeatResult.Held.class);
        }
        Instant released = NOW.plusSeconds(1);
        assertThat(seats.release(license, new SeatRelease(DESKS, "bob", released, LATE), released))
                .isPresent();
        Instant again = released.plus(SeatHolding.JOINED);
        assertThat(seats.take(license, List.of(claim("bob")), again)).isInstanceOf(SeatResult.Held.class);
    }

    private static SeatClaim claim(String holder) {
        return new SeatClaim(DESKS, holder, 2, SeatClaim.Use.TAKE, new SeatClaim.Term(LATE, LATE), null);
    }

    private static void checkSeats(SeatStore seats, int version) {
        LicenseId license = license("lic_1").id();
        Instant now = NOW.plus(Duration.ofHours(2));
        assertThat(seats.seats(license, null, 10, now).items())
                .extracting(Seat::holder)
                .containsExactlyElementsOf(version < 9 ? List.of() : List.of("ann", "bob"));
        SeatHolding.Window all = new SeatHolding.Window(NOW, LATE);
        // What came before a seat was taken anew is kept since version 10.
        assertThat(seats.holdings(license, all, null, 10).items()).hasSize(version < 9 ? 0 : version < 10 ? 2 : 3);
        if (version >= 9) {
            assertThat(seats.take(license, List.of(claim("eve")), now)).isInstanceOf(SeatResult.Refused.class);
        }
    }

    private void check(Store store, int start, int version) {
        // Terms before changes of plan are stored since version 3.
        // Signatures are required since version 7, and licenses are bound, and keys restrained, since version 11.
        LicenseRecordEditor stored = SampleRecords.fullLicense()
                .edit(NOW)
                .signatures(version < 7 ? CallSignatures.OPTIONAL : CallSignatures.REQUIRED)
                .bindings(CallerBindings.none())
                .restraints(List.of());
        LicenseRecord full = version < 3 ? stored.earlier(List.of()).unstored() : stored.unstored();
        assertThat(store.licenses().find(full.id())).contains(full);
        // Names of licenses are found since version 8, and those that are stored with them are added then.
        full.external()
                .forEach((system, name) -> assertThat(
                                store.licenses().named(SampleRecords.ISSUER, new ExternalName(system, name), 10))
                        .containsExactly(full.id()));
        assertThat(store.credentials().keyByHash("h1")).contains(key("key_1", "lic_1", "h1"));
        assertThat(store.credentials().token(SampleRecords.ISSUER, "tok_1")).contains(token("tok_1", "key_1", null, 1));
        assertThat(store.credentials().signatureKey(SampleRecords.ISSUER, "sig_1"))
                .isEqualTo(version < 7 ? Optional.empty() : Optional.of(signatureKey()));
        checkSeats(store.seats().orElseThrow(), version);
        assertThat(store.outbox().waiting()).isEqualTo(1);
        assertThat(store.feed().since(0, 100)).hasSize(5);
        assertThat(new AuditProver(store.audit(), key).prove(java.util.Objects.requireNonNull(head)))
                .isEqualTo(new Verification(5, Optional.empty()));
        assertThat(store.usage()
                        .commit(SampleUsage.batch(
                                SampleUsage.NODE, start, start + 1, SampleUsage.row(SampleUsage.HOUR, 1))))
                .isTrue();
        assertThat(store.credits().grants(SampleUsage.LICENSE)).isEmpty();
        assertThat(store.licenses().past(license("lic_1").id())).isEmpty();
        // Version 1 kept no past records, so what came before the upgrade is not known.
        List<LicenseRevision> unknown = version == 1 ? List.of(new LicenseRevision(null, NOW)) : List.of();
        assertThat(store.licenses().past(license("lic_changed").id())).isEqualTo(unknown);
    }
}
