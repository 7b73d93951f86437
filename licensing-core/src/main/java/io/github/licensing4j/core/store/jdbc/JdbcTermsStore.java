package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.CatalogEdition;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.TermsStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Stores catalogs and final invoices in a database. The nodes store them one after another. */
final class JdbcTermsStore implements TermsStore {
    static final String EDITIONS = "select hash, since, counters from licensing_catalogs order by edition";
    static final String LATEST = "select edition, hash, since, counters from licensing_catalogs"
            + " where edition = (select max(edition) from licensing_catalogs)";
    static final String TEXT = "select content from licensing_catalog_texts where hash = ?";
    static final String ADD_TEXT =
            "insert into licensing_catalog_texts (hash, content) values (?, ?) on conflict do nothing";
    static final String ADD_EDITION =
            "insert into licensing_catalogs (edition, hash, since, counters) values (?, ?, ?, ?)";
    static final String DROP_EDITIONS = "delete from licensing_catalogs where edition <"
            + " (select max(edition) from licensing_catalogs where since <= ?)"
            + " and not exists (select 1 from licensing_catalog_uses u where u.hash = licensing_catalogs.hash)";
    static final String DROP_TEXTS = "delete from licensing_catalog_texts where not exists"
            + " (select 1 from licensing_catalogs c where c.hash = licensing_catalog_texts.hash)";
    private static final String COLUMNS = "issuer, subject, from_at, to_at, catalogs, closed_at, document";
    static final String INVOICES =
            "select " + COLUMNS + " from licensing_invoices where issuer = ? and subject = ? order by from_at";
    /** Finds the last invoice that begins before an instant: the only one that can extend beyond it. */
    static final String BEFORE = "select " + COLUMNS + " from licensing_invoices where issuer = ? and subject = ?"
            + " and from_at < ? order by from_at desc limit 1";

    static final String INSERT =
            "insert into licensing_invoices (" + COLUMNS + ") values (" + "?, ".repeat(6) + "?) on conflict do nothing";
    static final String USE = "insert into licensing_catalog_uses (hash) values (?) on conflict do nothing";

    private final Database database;

    JdbcTermsStore(Database database) {
        this.database = database;
    }

    private record Latest(long number, CatalogEdition edition) {
        static final Latest NONE = new Latest(0, new CatalogEdition("", Instant.ofEpochMilli(Long.MIN_VALUE)));

        boolean isSame(CatalogEdition other) {
            return edition.hash().equals(other.hash()) && Objects.equals(edition.counters(), other.counters());
        }
    }

    @Override
    public void keepCatalog(CatalogEdition edition, String text) {
        boolean unused = database.write("store a catalog", session -> {
            LedgerSequences.locked(session, database.forUpdate());
            Latest latest = session.first(LATEST, row -> new Latest(row.number(), edition(row)))
                    .orElse(Latest.NONE);
            if (latest.isSame(edition)) {
                return false;
            }
            Instant earliest = latest.edition.since();
            Instant since = edition.since().isBefore(earliest) ? earliest : edition.since();
            session.update(ADD_TEXT, edition.hash(), text);
            session.update(ADD_EDITION, latest.number + 1, edition.hash(), since, edition.counters());
            return true;
        });
    }

    @Override
    public List<CatalogEdition> catalogs() {
        return database.read("list catalogs", session -> session.all(EDITIONS, JdbcTermsStore::edition));
    }

    private static CatalogEdition edition(Row row) throws SQLException {
        return new CatalogEdition(row.text(), row.instant(), row.textOrNull());
    }

    @Override
    public Optional<String> catalogText(String hash) {
        return database.read("read a catalog", session -> session.first(TEXT, Row::text, hash));
    }

    @Override
    public void dropCatalogs(Instant followedBefore) {
        boolean unused = database.write("drop old catalogs", session -> {
            LedgerSequences.locked(session, database.forUpdate());
            session.update(DROP_EDITIONS, followedBefore);
            session.update(DROP_TEXTS);
            return true;
        });
    }

    @Override
    public boolean close(FinalInvoice invoice) {
        return database.write("store an invoice", session -> {
            LedgerSequences.locked(session, database.forUpdate());
            Optional<FinalInvoice> before =
                    session.first(BEFORE, JdbcTermsStore::invoice, invoice.issuer(), invoice.subject(), invoice.to());
            if (before.isPresent() && before.get().to().isAfter(invoice.from())) {
                return false;
            }
            insert(session, invoice);
            return true;
        });
    }

    private static void insert(Session session, FinalInvoice invoice) throws SQLException {
        Set<String> hashes = new TreeSet<>(invoice.catalogs());
        session.update(
                INSERT,
                invoice.issuer(),
                invoice.subject(),
                invoice.from(),
                invoice.to(),
                String.join(",", hashes),
                invoice.closedAt(),
                invoice.document());
        for (String hash : hashes) {
            session.update(USE, hash);
        }
    }

    static FinalInvoice invoice(Row row) throws SQLException {
        return new FinalInvoice(
                row.text(), row.text(), row.instant(), row.instant(), hashes(row.text()), row.instant(), row.text());
    }

    private static Set<String> hashes(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split(",", -1));
    }

    @Override
    public Optional<FinalInvoice> invoice(String issuer, String subject, Instant at) {
        return database.read(
                        "look up an invoice",
                        session ->
                                session.first(BEFORE, JdbcTermsStore::invoice, issuer, subject, at.toEpochMilli() + 1))
                .filter(found -> at.isBefore(found.to()));
    }

    @Override
    public List<FinalInvoice> invoices(String issuer, String subject) {
        return database.read(
                "list invoices", session -> session.all(INVOICES, JdbcTermsStore::invoice, issuer, subject));
    }
}
