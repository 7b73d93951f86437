package io.github.licensing4j.core.license;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of a license as a pure function of its record and an instant. Nothing here is ever told by a timer. */
final class LicenseStates {
    private LicenseStates() {}

    /** The first state, in the order of {@link LicenseState}, that holds at this instant. */
    static LicenseState at(LicenseRecord license, Instant now) {
        if (reached(license.revokedAt(), now)) {
            return LicenseState.REVOKED;
        }
        if (reached(license.cancelledAt(), now)) {
            return LicenseState.CANCELLED;
        }
        if (reached(license.expiresAt(), now)) {
            return LicenseState.EXPIRED;
        }
        if (reached(license.suspendedAt(), now)) {
            return LicenseState.SUSPENDED;
        }
        return LicenseState.ACTIVE;
    }

    /** The next instant after {@code now} at which the answer may be another one; {@link Instant#MAX} if none is. */
    static Instant nextChange(LicenseRecord license, Instant now) {
        return Stream.of(
                        license.startsAt(),
                        license.revokedAt(),
                        license.cancelledAt(),
                        license.expiresAt(),
                        license.suspendedAt())
                .filter(at -> at != null && at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static boolean reached(@Nullable Instant at, Instant now) {
        return at != null && !now.isBefore(at);
    }
}
