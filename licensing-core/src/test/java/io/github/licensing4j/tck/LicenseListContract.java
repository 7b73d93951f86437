package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.change;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleRecords.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Page;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the lists of licenses of a store. */
public interface LicenseListContract extends StoreUnderTest {
    @Test
    default void pagesLicensesInOrder() {
        for (int i = 24; i >= 0; i--) {
            store().commit(change(license(String.format("lic_%02d", i), i % 2 == 0 ? "even" : "odd")));
        }
        assertThat(ids(null, null)).hasSize(25).isSorted();
        assertThat(ids("even", null)).hasSize(13).isSorted();
        assertThat(ids("other", null)).isEmpty();
        Page<LicenseRecord> exact = store().licenses().list(query(null, null, "lic_14"));
        assertThat(exact.items()).hasSize(10);
        assertThat(exact.next()).isNull();
        Page<LicenseRecord> first = store().licenses().list(query(null, null, null));
        assertThat(first.next()).isEqualTo("lic_09");
    }

    @Test
    default void pagesCompletelyDuringInserts() throws Exception {
        for (int i = 0; i < 200; i++) {
            store().commit(change(license(String.format("lic_%03d", i))));
        }
        AtomicBoolean over = new AtomicBoolean();
        Concurrently.run(2, index -> {
            if (index == 0) {
                for (int i = 0; i < 200 && !over.get(); i++) {
                    store().commit(change(license(String.format("lic_%03d_%d", 199 - i, i))));
                }
                return 0;
            }
            for (int round = 0; round < 5; round++) {
                List<String> seen = ids(null, null);
                assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
                assertThat(seen).isSorted().contains("lic_000", "lic_099", "lic_199");
                assertThat(seen.stream().filter(id -> id.length() == 7)).hasSize(200);
            }
            over.set(true);
            return 0;
        });
    }

    @Test
    default void findsStateWithOverdueLicenses() {
        store().commit(looks("lic_a", new StoredState(LicenseState.ACTIVE, null)));
        store().commit(looks("lic_b", new StoredState(LicenseState.TRIALING, NOW.plusMillis(1))));
        store().commit(looks("lic_c", new StoredState(LicenseState.TRIALING, NOW)));
        store().commit(looks("lic_d", new StoredState(LicenseState.SUSPENDED, null)));
        assertThat(ids(null, LicenseState.ACTIVE)).containsExactly("lic_a", "lic_c");
        assertThat(ids(null, LicenseState.TRIALING)).containsExactly("lic_b", "lic_c");
        assertThat(ids("acme", LicenseState.SUSPENDED)).containsExactly("lic_c", "lic_d");
        assertThat(ids("other", LicenseState.SUSPENDED)).isEmpty();
    }

    @Test
    default void pagesLicensesOfState() {
        for (int i = 0; i < 30; i++) {
            boolean due = i % 3 == 0;
            store().commit(looks(
                    String.format("lic_%02d", i),
                    new StoredState(due ? LicenseState.TRIALING : LicenseState.ACTIVE, due ? NOW : null)));
        }
        assertThat(ids(null, LicenseState.ACTIVE)).hasSize(30).isSorted();
        assertThat(ids("acme", LicenseState.ACTIVE)).hasSize(30).isSorted();
        assertThat(ids(null, LicenseState.TRIALING)).hasSize(10).isSorted();
    }

    @Test
    default void returnsLongestDueFirst() {
        store().commit(looks("lic_a", new StoredState(LicenseState.ACTIVE, NOW)));
        store().commit(looks("lic_b", new StoredState(LicenseState.ACTIVE, NOW.minusMillis(1))));
        store().commit(looks("lic_c", new StoredState(LicenseState.ACTIVE, NOW.plusMillis(1))));
        store().commit(looks("lic_d", ACTIVE));
        assertThat(store().licenses().due(ISSUER, NOW, 10))
                .extracting(one -> one.id().value())
                .containsExactly("lic_b", "lic_a");
        assertThat(store().licenses().due(ISSUER, NOW, 1))
                .extracting(one -> one.id().value())
                .containsExactly("lic_b");
    }

    private static StoreChange looks(String id, StoredState look) {
        return StoreChange.builder().license(license(id), look).build();
    }

    private List<String> ids(@Nullable String customer, @Nullable LicenseState state) {
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            Page<LicenseRecord> page = store().licenses().list(query(customer, state, cursor));
            page.items().forEach(one -> ids.add(one.id().value()));
            cursor = page.next();
        } while (cursor != null);
        return ids;
    }
}
