package io.github.licensing4j.core;

import io.github.licensing4j.core.Arrivals.Arrival.Admitted;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.credential.VerifiedCaller;
import io.github.licensing4j.core.license.Clearance;
import io.github.licensing4j.core.license.LicenseBook;
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
    private volatile @Nullable Clearance clearance;
    private volatile @Nullable Visit last;
    private volatile @Nullable String keyId;
    private long usedMillis;

    /**
     * What one look found.
     *
     * @param generation the generation of the license store under which it was found
     * @param licensed the caller as {@code decide} gets it, null if the look found the license barred
     */
    record Visit(Look look, long generation, @Nullable LicensedCaller licensed) {

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

    /** What the store says of the credential; asked anew when anything in it may have changed. */
    Clearance clearance(LicenseBook book) {
        Clearance before = clearance;
        if (before != null && before.generation() == book.generation()) {
            return before;
        }
        Clearance fresh = book.clearance(verified);
        clearance = fresh;
        return fresh;
    }

    /** What holds of the license now; looked at anew when the catalog, the store or time may have changed it. */
    Visit visit(LicenseBook book, Catalog live, long nowMillis) {
        Visit before = last;
        if (before != null && before.generation == book.generation() && before.look.holds(live, nowMillis)) {
            return before;
        }
        // The generation first: what is read after it is at least as new.
        long generation = book.generation();
        LicenseRecord stored = book.find(verified.license()).orElse(null);
        Look look = LicenseDesk.look(verified, stored, live, Instant.ofEpochMilli(nowMillis));
        Visit fresh = new Visit(look, generation, null);
        if (look.standing() instanceof InForce inForce) {
            LicensedCaller caller = LicensedCaller.of(desk, this, look, inForce, nowMillis);
            fresh = new Visit(look.until(caller.untilMillis()), generation, caller);
        }
        last = fresh;
        return fresh;
    }

    /** The id of the API key in whose quotas the caller counts, empty if there is none. Asks the store once. */
    String keyId(LicenseBook book) {
        String known = keyId;
        if (known == null) {
            known = book.countedKey(verified);
            keyId = known;
        }
        return known;
    }

    /** Whether the use of an API key is to be noted: once a minute. Threads that race note it twice, which does no harm. */
    boolean isUseToBeNoted(long nowMillis) {
        if (nowMillis - usedMillis < 60_000 || verified.keyHash().isEmpty()) {
            return false;
        }
        usedMillis = nowMillis;
        return true;
    }
}
