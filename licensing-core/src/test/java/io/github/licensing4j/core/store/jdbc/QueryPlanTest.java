package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.UsageQuery;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.jdbc.PreferQueryMode;

/** Tests that every statement of every store searches by an index, and that pages are read from one in order. */
class QueryPlanTest {
    private static final List<Class<?>> TABLES = List.of(
            Sequences.class,
            LicenseTable.class,
            ExternalNameTable.class,
            PastLicenseTable.class,
            KeyTable.class,
            SignatureKeyTable.class,
            DependencyCheck.class,
            TokenTable.class,
            RevocationTable.class,
            IdempotencyTable.class,
            FeedTable.class,
            JdbcAuditLog.class,
            JdbcOutbox.class,
            LedgerSequences.class,
            MeterTable.class,
            JdbcTermsStore.class,
            NameTable.class,
            SourceTable.class,
            UsageTable.class,
            UsageRollups.class,
            ActiveTable.class,
            HourTable.class,
            RevenueTable.class,
            MeasurementTable.class,
            CounterTable.class,
            EarlierUse.class,
            LimitCounterTable.class,
            GrantTable.class,
            CorrectionTable.class,
            JdbcUsageLedger.class,
            ExportEventMaker.class,
            JdbcExportLog.class,
            SeatHoldingTable.class);
    /**
     * Statements that read whole tables: every revocation, at the start; the meters, counters of limits and the few
     * stored catalogs; and the index of invoices whose amounts are not added yet.
     */
    private static final List<String> WHOLE = List.of(
            "RevocationTable.OTHERS",
            "MeterTable.ALL",
            "LimitCounterTable.ALL",
            "JdbcTermsStore.EDITIONS",
            "JdbcTermsStore.DROP_TEXTS",
            "RevenueTable.TO_ADD");
    /**
     * Statements that sort their results: at most 10,000 tokens of a key, due ones, a license's grants, a handful of
     * names, or the usage of one day.
     */
    private static final List<String> SORTED = List.of(
            "TokenTable.FROM",
            "KeyTable.MADE_WITH",
            "TokenTable.REVOKED_INDEXES",
            "LicenseTable.LIST_STATE",
            "GrantTable.OF_LICENSE",
            "GrantTable.LIMITS",
            "HourTable.ADD",
            "HourTable.LICENSES",
            "MeterTable.ALL",
            "SeatHoldingTable.LIST",
            "JdbcAuditLog.CHAINS");

    @TempDir
    Path dir;

    private static Map<String, String> statements(List<Class<?>> tables) throws IllegalAccessException {
        Map<String, String> statements = new TreeMap<>();
        for (Class<?> table : tables) {
            for (Field field : table.getDeclaredFields()) {
                boolean isShared = Modifier.isStatic(field.getModifiers()) && !Modifier.isPrivate(field.getModifiers());
                if (isShared && field.getType() == String.class) {
                    statements.put(table.getSimpleName() + "." + field.getName(), (String) field.get(null));
                }
            }
        }
        return statements;
    }

    private static Map<String, String> sharedStatements() throws IllegalAccessException {
        Map<String, String> statements = statements();
        statements.putAll(statements(List.of(LeaseTable.class, JdbcReplays.class)));
        statements.put("LeaseTable.reduce", LeaseTable.reduce(3));
        return statements;
    }

    private static Map<String, String> statements() throws IllegalAccessException {
        Map<String, String> statements = statements(TABLES);
        for (String column : List.of("plan", "trial_then", "change_to", "reduced_to")) {
            statements.put("LicenseTable.pins(" + column + ")", LicenseTable.pins(column));
        }
        for (int i = 0; i < Expiry.ENDED.size(); i++) {
            statements.put("Expiry.ENDED." + i, Expiry.ENDED.get(i));
        }
        statements.put("Expiry.FEED", Expiry.FEED);
        statements.put("JdbcReplays.USE", JdbcReplays.USE);
        statements.put("JdbcReplays.ENDED", JdbcReplays.ENDED);
        statements.put("NameTable.find", NameTable.find(3));
        statements.put("NameTable.named", NameTable.named(3));
        statements.put("CounterTable.add", CounterTable.add(3));
        statements.put("UsageSelect of all", select(null, null, Set.of(UsageDimension.HOUR, UsageDimension.LICENSE)));
        statements.put(
                "UsageSelect of a customer", select(null, "acme", Set.of(UsageDimension.DAY, UsageDimension.ENDPOINT)));
        statements.put("UsageSelect of a license", select("lic_1", null, Set.of(UsageDimension.values())));
        return statements;
    }

    private static String select(@Nullable String license, @Nullable String customer, Set<UsageDimension> by) {
        Instant from = Instant.EPOCH;
        String cursor = PageKey.of(Collections.nCopies(by.size() + 1, "1"));
        return new UsageSelect(new UsageQuery(
                        "issuer",
                        new UsageSelection(license, customer, null, null),
                        from,
                        from,
                        by,
                        UsageKind.CHARGED,
                        cursor,
                        10))
                .sql();
    }

    @Test
    void sqliteSearchesByIndexes() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(dir, Migrations.of("sqlite"))) {
            for (var statement : statements().entrySet()) {
                String name = statement.getKey();
                List<String> plan = database.read(
                        "test",
                        session -> session.all("explain query plan " + statement.getValue(), row -> {
                            row.number();
                            row.number();
                            row.number();
                            return row.text();
                        }));
                List<String> scans = plan.stream()
                        .filter(step ->
                                step.startsWith("SCAN") && step.matches("SCAN (.*licensing_.*|[tsrecwlmnkpjix]( .*)?)"))
                        // One row per node.
                        .filter(step -> !step.contains("licensing_audit_checkpoints"))
                        .toList();
                if (!WHOLE.contains(name) && !name.startsWith("Expiry.ENDED.4")) {
                    assertThat(scans).as(name + ": " + plan).isEmpty();
                }
                if (!SORTED.contains(name) && !name.startsWith("UsageSelect")) {
                    assertThat(plan).as(name).noneMatch(step -> step.contains("TEMP B-TREE"));
                }
            }
        }
    }

    @Test
    void postgresSearchesByIndexes() throws Exception {
        var source = Postgres.newSchema();
        // Otherwise the driver would send values, which a generic plan does not have.
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        JdbcStore.on(source, PostgresSettings.defaults()).close();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // Uses an index if there is one, even for empty tables.
            statement.execute("set enable_seqscan = off");
            statement.execute("set enable_bitmapscan = off");
            for (var one : sharedStatements().entrySet()) {
                String name = one.getKey();
                List<String> plan = explain(statement, one.getValue());
                if (!WHOLE.contains(name) && !name.startsWith("Expiry.ENDED.4")) {
                    assertThat(plan).as(name).noneMatch(step -> step.contains("Seq Scan"));
                }
                if (!SORTED.contains(name) && name.contains("LIST")) {
                    assertThat(plan).as(name).noneMatch(step -> step.contains("Sort"));
                }
            }
        }
    }

    private static List<String> explain(Statement statement, String sql) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        int count = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            numbered.append(c == '?' ? "$" + ++count : String.valueOf(c));
        }
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("explain (generic_plan) " + numbered)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        return plan;
    }
}
