package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.AuditTrail.BrokenEntry;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.tck.SampleRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a change of the audit log without the key is detected, and that the first wrong entry is named. */
class AuditTamperingTest {
    private static final int TAMPERED = 5;

    @TempDir
    Path dir;

    private final AuditKey key = AuditKey.ephemeral();
    private AuditChain.Head head = new AuditChain.Head("node", 0, "");

    @BeforeEach
    void write() {
        try (JdbcStore store = JdbcStore.embedded(dir)) {
            AuditChain chain = new AuditChain("node", store.audit(), key);
            for (int i = 0; i < 9; i++) {
                AuditAction auditAction = new AuditAction(
                        "ann", "license.changed", "lic_" + i, "key_" + i, "because", Map.of("a", "1", "b", "2"));
                List<AuditEntry> entries = chain.next(List.of(auditAction), SampleRecords.NOW);
                store.commit(SampleRecords.entries(entries.toArray(AuditEntry[]::new)));
                chain.stored(entries);
            }
            head = chain.head();
        }
        assertThat(prove()).isEqualTo(new Verification(9, java.util.Optional.empty()));
    }

    private Verification prove() {
        try (JdbcStore store = JdbcStore.embedded(dir)) {
            return new AuditProver(store.audit(), key).prove(head);
        }
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("licensing.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private void assertBrokenAt(long seq) {
        assertThat(prove().broken().map(BrokenEntry::seq)).contains(seq);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entry", "chain", "seq", "made_at", "actor", "action", "license", "subject", "reason", "details", "code"
            })
    void findsChangedByteInAnyColumn(String column) throws SQLException {
        boolean number = List.of("entry", "seq", "made_at").contains(column);
        // One up, away from its neighbours for those that must be unique; the last character for text.
        String changed = number
                ? column + " + 1000"
                : "substr(" + column + ", 1, length(" + column + ") - 1) || char(unicode(substr(" + column
                        + ", -1)) + 1)";
        tamper("update licensing_audit set " + column + " = " + changed + " where seq = " + TAMPERED);
        assertBrokenAt(TAMPERED);
    }

    @Test
    void findsAnyChangedByteOfDetails() throws SQLException {
        String details = "{\"a\":\"1\",\"b\":\"2\"}";
        for (int i = 0; i < details.length(); i++) {
            for (String other : List.of(" ", "x", "")) {
                String changed = details.substring(0, i) + other + details.substring(i + 1);
                tamper("update licensing_audit set details = '" + changed + "' where seq = " + TAMPERED);
                assertBrokenAt(TAMPERED);
            }
        }
        tamper("update licensing_audit set details = '{\"a\": \"1\",\"b\":\"2\"}' where seq = " + TAMPERED);
        assertBrokenAt(TAMPERED);
        tamper("update licensing_audit set details = '" + details + "' where seq = " + TAMPERED);
        assertThat(prove().broken()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"license", "subject", "reason"})
    void distinguishesNullFromEmpty(String column) throws SQLException {
        tamper("update licensing_audit set " + column + " = null where seq = " + TAMPERED);
        assertBrokenAt(TAMPERED);
    }

    @Test
    void findsRemovedRow() throws SQLException {
        tamper("delete from licensing_audit where seq = " + TAMPERED);
        assertBrokenAt(TAMPERED);
    }

    @Test
    void findsRemovedBeginning() throws SQLException {
        tamper("delete from licensing_audit where seq <= 2");
        assertBrokenAt(1);
    }

    @Test
    void findsRemovedTail() throws SQLException {
        tamper("delete from licensing_audit where seq >= " + TAMPERED);
        assertBrokenAt(TAMPERED);
    }

    @Test
    void findsMovedRow() throws SQLException {
        tamper("update licensing_audit set seq = -1 where seq = " + TAMPERED);
        tamper("update licensing_audit set seq = " + TAMPERED + " where seq = 7");
        tamper("update licensing_audit set seq = 7 where seq = -1");
        assertBrokenAt(TAMPERED);
    }

    @Test
    void findsReorderedRow() throws SQLException {
        tamper("update licensing_audit set entry = -1 where seq = " + TAMPERED);
        assertBrokenAt(1);
    }

    @Test
    void findsAddedRow() throws SQLException {
        tamper("insert into licensing_audit select 100, chain, 10, made_at, actor, action, license, subject, reason,"
                + " details, code from licensing_audit where seq = 9");
        assertBrokenAt(10);
    }
}
