package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.grant;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Meter;
import io.github.licensing4j.spi.CatalogEdition;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.TermsStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of every store of the terms that usage was counted and billed by. */
public interface TermsStoreContract extends StoreUnderTest {
    /** Returns whether another process may count in the same store(). */
    boolean isShared();

    private static Meter meter(String name, int scale) {
        return new Meter(name, "GB", scale, null);
    }

    private CountedMeter stored(String name) {
        return store().usage().meters().stream()
                .filter(meter -> meter.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("4.1.1")
    default void keepsScaleOfCountedMeter() {
        store().usage().declare(List.of(meter("calls", 3), meter("other", 2)));
        store().usage().commit(batch(NODE, 0, 1, row(HOUR, 2500)));

        assertThatExceptionOfType(StoreConflictException.class)
                .isThrownBy(() -> store().usage().declare(List.of(meter("new", 0), meter("calls", 1))))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreConflictException.Kind.METER));
        assertThatExceptionOfType(StoreConflictException.class)
                .isThrownBy(() -> store().usage().declare(List.of(new Meter("calls", "MB", 3, null))));

        assertThat(stored("calls")).isEqualTo(new CountedMeter("calls", "GB", 3, true));
        assertThat(store().usage().meters()).extracting(CountedMeter::name).containsExactly("calls", "other");
    }

    @Test
    @Tag("4.1.1")
    default void fixesMetersOfCorrectionsAndGrants() {
        store().usage().declare(List.of(meter("calls", 3), meter("tokens", 2)));
        StoreChange change = StoreChange.builder()
                .license(SampleRecords.license("lic_1"), SampleRecords.ACTIVE)
                .correction(correction("cor_1", NOW, 5))
                .grant(grant("crd_1", NOW, 0).of("tokens"))
                .build();
        store().commit(change);

        assertThat(stored("calls").fixed()).isTrue();
        assertThat(stored("tokens").fixed()).isTrue();
        assertThat(store().credits().grant(ISSUER, "crd_1").orElseThrow().meter())
                .isEqualTo("tokens");
    }

    @Test
    @Tag("4.1.1")
    default void replacesScaleOnlyWhereNothingCanCount() {
        store().usage().declare(List.of(meter("calls", 3)));

        assertThat(stored("calls").fixed()).isEqualTo(isShared());
        if (isShared()) {
            assertThatExceptionOfType(StoreConflictException.class)
                    .isThrownBy(() -> store().usage().declare(List.of(meter("calls", 1))));
        } else {
            store().usage().declare(List.of(meter("calls", 1)));
            assertThat(stored("calls").scale()).isEqualTo(1);
        }
    }

    @Test
    @Tag("4.1.1")
    default void takesFirstScaleOfUndeclaredMeter() {
        store().usage().commit(batch(NODE, 0, 1, row(HOUR, 2500)));
        assertThat(stored("calls")).isEqualTo(new CountedMeter("calls", "", CountedMeter.UNKNOWN, false));

        store().usage().declare(List.of(meter("calls", 3)));

        assertThat(stored("calls")).isEqualTo(new CountedMeter("calls", "GB", 3, true));
    }

    private static CatalogEdition edition(String hash, int day) {
        return new CatalogEdition(hash, NOW.plus(Duration.ofDays(day)));
    }

    private static FinalInvoice invoice(int from, int to, String catalog) {
        Instant first = NOW.plus(Duration.ofDays(from));
        return new FinalInvoice(
                ISSUER,
                "license/lic_1",
                first,
                NOW.plus(Duration.ofDays(to)),
                Set.of(catalog),
                NOW,
                "{\"n\":" + from + "}");
    }

    @Test
    @Tag("4.1.5")
    default void keepsCatalogsInOrder() {
        TermsStore terms = store().terms();
        terms.keepCatalog(edition("a", 0), "text a");
        terms.keepCatalog(edition("a", 1), "text a");
        terms.keepCatalog(edition("b", 2), "text b");
        terms.keepCatalog(edition("a", 1), "text a");

        assertThat(terms.catalogs()).containsExactly(edition("a", 0), edition("b", 2), edition("a", 2));
        assertThat(terms.catalogText("b")).contains("text b");
        assertThat(terms.catalogText("c")).isEmpty();
    }

    @Test
    @Tag("4.1.7")
    default void keepsCountersOfCatalogs() {
        TermsStore terms = store().terms();
        CatalogEdition first = new CatalogEdition("a", NOW, "free@1 b a");
        CatalogEdition renamed = new CatalogEdition("a", NOW.plusSeconds(5), "free@1 b c");
        terms.keepCatalog(first, "text a");
        terms.keepCatalog(new CatalogEdition("a", NOW.plusSeconds(2), "free@1 b a"), "text a");
        terms.keepCatalog(renamed, "text a");

        assertThat(terms.catalogs()).containsExactly(first, renamed);
    }

    @Test
    @Tag("4.1.5")
    default void dropsOnlyUnusedCatalogs() {
        TermsStore terms = store().terms();
        for (String hash : List.of("a", "b", "c", "d")) {
            terms.keepCatalog(edition(hash, hash.charAt(0) - 'a'), "text " + hash);
        }
        assertThat(terms.close(invoice(0, 2, "b"))).isTrue();

        terms.dropCatalogs(NOW.plus(Duration.ofDays(2)));
        assertThat(terms.catalogs()).extracting(CatalogEdition::hash).containsExactly("b", "c", "d");
        assertThat(terms.catalogText("a")).isEmpty();

        terms.dropCatalogs(NOW.plus(Duration.ofDays(9)));
        assertThat(terms.catalogs()).extracting(CatalogEdition::hash).containsExactly("b", "d");
    }

    @Test
    @Tag("4.1.5")
    default void closesEachInstantOnce() {
        TermsStore terms = store().terms();
        assertThat(terms.close(invoice(0, 30, "a"))).isTrue();
        assertThat(terms.close(invoice(0, 30, "b"))).isFalse();
        assertThat(terms.close(invoice(29, 31, "b"))).isFalse();
        assertThat(terms.close(invoice(-1, 1, "b"))).isFalse();
        assertThat(terms.close(invoice(30, 60, "b"))).isTrue();

        assertThat(terms.invoices(ISSUER, "license/lic_1")).containsExactly(invoice(0, 30, "a"), invoice(30, 60, "b"));
        assertThat(terms.invoice(ISSUER, "license/lic_1", NOW)).contains(invoice(0, 30, "a"));
        assertThat(terms.invoice(ISSUER, "license/lic_1", NOW.plus(Duration.ofDays(30))))
                .contains(invoice(30, 60, "b"));
        assertThat(terms.invoice(ISSUER, "license/lic_1", NOW.plus(Duration.ofDays(60))))
                .isEmpty();
        assertThat(terms.invoice(ISSUER, "license/lic_2", NOW)).isEmpty();
    }
}
