package io.github.licensing4j.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A seat in a store of the host is changed once, however often its audit entry is tried. */
class SeatChangeTest {
    private static final LicenseId LICENSE = new LicenseId("https://issuer.example", "lic_1");
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final SeatView SEAT = new SeatView("lic_1", "seats", Holder.USER, "ann", NOW, null, null);

    private final AtomicInteger changes = new AtomicInteger();
    private final SeatChange ofHost = new SeatChange(Optional.of(new InMemorySeats()));

    @Test
    void changesStoreOfHostOnce() {
        assertThat(ofHost.isMade()).isFalse();
        for (int attempt = 0; attempt < 3; attempt++) {
            var view = ofHost.in(new PendingChange(NOW), LICENSE, store -> {
                changes.incrementAndGet();
                return SEAT;
            });
            assertThat(view.get()).isEqualTo(SEAT);
            assertThat(ofHost.isMade()).isTrue();
        }
        assertThat(changes).hasValue(1);
    }

    @Test
    void refusedChangeIsNotMade() {
        assertThatThrownBy(() -> ofHost.in(new PendingChange(NOW), LICENSE, store -> {
                    throw new NotFoundException("seat", "ann");
                }))
                .isInstanceOf(NotFoundException.class);
        assertThat(ofHost.isMade()).isFalse();
    }

    @Test
    void changesLicenseStoreInItsTransactionOnly() {
        SeatChange ofStore = new SeatChange(Optional.empty());
        var unused = ofStore.in(new PendingChange(NOW), LICENSE, store -> {
            changes.incrementAndGet();
            return SEAT;
        });
        assertThat(changes).hasValue(0);
        assertThat(ofStore.isMade()).isFalse();
    }
}
