package io.github.licensing4j.core;

import io.github.licensing4j.core.Arrivals.Arrival.Admitted;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.credential.VerifiedCaller;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Look;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verified token as it is remembered: who it speaks for, the counters of their license, and what was last found of
 * that license, all one hop from the token.
 */
final class KnownCaller {
    private final Arrivals desk;
    private final VerifiedCaller verified;
    private final LimitAccount account;
    private final Admitted admitted = new Admitted(this);
    private volatile @Nullable Visit last;

    /**
     * What one look found.
     *
     * @param licensed the caller as {@code decide} gets it, null if the look found the license barred
     */
    record Visit(Look look, @Nullable LicensedCaller licensed) {

        LicensedCaller caller() {
            return Objects.requireNonNull(licensed, "a barred license has no caller");
        }
    }

    KnownCaller(Arrivals desk, VerifiedCaller verified, LimitAccount account) {
        this.desk = desk;
        this.verified = verified;
        this.account = account;
    }

    VerifiedCaller verified() {
        return verified;
    }

    /** This caller as an arrival, the same object every time. */
    Admitted admitted() {
        return admitted;
    }

    LimitAccount account() {
        return account;
    }

    /** What holds of the license now; looked at anew when the catalog, the record or time may have changed it. */
    Visit visit(@Nullable LicenseRecord stored, Catalog live, long nowMillis) {
        Visit before = last;
        if (before != null && before.look.holds(live, stored, nowMillis)) {
            return before;
        }
        Look look = LicenseDesk.look(verified, stored, live, Instant.ofEpochMilli(nowMillis));
        Visit fresh = new Visit(
                look,
                look.standing() instanceof InForce inForce ? new LicensedCaller(desk, this, live, inForce) : null);
        last = fresh;
        return fresh;
    }
}
