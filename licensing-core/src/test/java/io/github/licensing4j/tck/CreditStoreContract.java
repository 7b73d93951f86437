package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ACTIVE;
import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MOST;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditGrant.Times;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the credit grants of a store. */
public interface CreditStoreContract extends StoreUnderTest {
    @Test
    default void storesGrantByRevision() {
        CreditGrant full = new CreditGrant(
                "crd_1",
                LICENSE,
                1,
                "credits",
                MOST,
                255,
                new Times(NOW, NOW.plusMillis(1), NOW.plusMillis(2), null),
                null);
        long generation = store().commit(StoreChange.builder()
                .license(license("lic_1"), ACTIVE)
                .grant(full)
                .grant(grant("crd_2", NOW, 0))
                .build());
        assertThat(store().feed().since(0, 10))
                .containsExactly(new StoreEvent(generation, StoreEvent.Kind.LICENSE, ISSUER, "lic_1", null));
        assertThat(store().credits().grants(LICENSE)).containsExactly(grant("crd_2", NOW, 0), full);
        assertThat(store().credits().grants(OTHER)).isEmpty();
        assertThat(store().credits().grantedLimits(LICENSE)).containsExactly("credits");
        assertThat(store().credits().grantedLimits(OTHER)).isEmpty();
        assertConflict(StoreChange.builder().grant(full).build(), Kind.GRANT, "crd_1");
        CreditGrant voided = full.voided(NOW.plusMillis(3));
        assertThat(store().commit(StoreChange.builder().grant(voided).build())).isEqualTo(generation + 1);
        assertConflict(StoreChange.builder().grant(voided).build(), Kind.GRANT, "crd_1");
        assertThat(store().credits().grants(LICENSE)).containsExactly(grant("crd_2", NOW, 0), voided);
        assertThat(store().credits().grant(ISSUER, "crd_1")).contains(voided);
        assertThat(store().credits().grant(ISSUER, "crd_3")).isEmpty();
        assertThat(store().credits().grant("https://other.example", "crd_1")).isEmpty();
    }

    @Test
    default void refusesGrantIdOfOtherLicense() {
        long unused = store().commit(StoreChange.builder()
                .license(license("lic_1"), ACTIVE)
                .grant(grant("crd_2", NOW, 0))
                .build());
        CreditGrant stolen = new CreditGrant("crd_2", OTHER, 1, "credits", 1, 0, Times.from(NOW), null);
        assertConflict(StoreChange.builder().grant(stolen).build(), Kind.GRANT, "crd_2");
        CreditGrant stolenLater = new CreditGrant("crd_2", OTHER, 2, "credits", 1, 0, Times.from(NOW), null);
        assertConflict(StoreChange.builder().grant(stolenLater).build(), Kind.GRANT, "crd_2");
    }

    @Test
    default void returnsGrantsInOrderOfConsumption() {
        var change = StoreChange.builder();
        List<CreditGrant> kept = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // Created first and still valid: some without an end, some that end after all others.
            kept.add(lapsing("crd_held" + i, i, i % 2 == 0 ? null : LATER.plusMillis(i), null));
        }
        for (int i = 0; i < 1_010; i++) {
            Instant end = NOW.plusMillis(2_000 + i);
            CreditGrant ended = switch (i % 4) {
                case 0 -> lapsing("crd_over" + i, 5_000 - i, end, null);
                case 1 -> lapsing("crd_over" + i, 5_000 - i, null, end);
                case 2 -> lapsing("crd_over" + i, 5_000 - i, end, LATER);
                default -> lapsing("crd_over" + i, 5_000 - i, LATER, end);
            };
            change.grant(ended);
            if (i >= 10) {
                kept.add(ended);
            }
        }
        kept.subList(0, 1_000).forEach(change::grant);
        Times early = new Times(NOW, NOW, NOW.plusMillis(1), null);
        change.grant(new CreditGrant("crd_first", LICENSE, 1, "trial", 1, 0, early, null));
        store().commit(change.build());
        assertThat(store().credits().grants(LICENSE))
                .containsExactlyElementsOf(
                        kept.stream().sorted(CreditGrant.CONSUMPTION_ORDER).toList());
        assertThat(store().credits().grantedLimits(LICENSE)).containsExactlyInAnyOrder("credits", "trial");
    }

    private static CreditGrant lapsing(String id, int createdAfter, @Nullable Instant until, @Nullable Instant voided) {
        return new CreditGrant(
                id,
                LICENSE,
                1,
                "credits",
                1,
                createdAfter % 3,
                new Times(NOW.plusMillis(createdAfter), NOW, until, voided),
                null);
    }
}
