package io.github.licensing4j.core.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LicenseStatesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<@Nullable Instant> TIMES =
            Arrays.asList(null, NOW.minusMillis(1), NOW, NOW.plusMillis(1));

    @Test
    void showsTheFirstStateThatHoldsForEveryCombinationOfTimestamps() {
        for (Instant revoked : TIMES) {
            for (Instant cancelled : TIMES) {
                for (Instant expires : TIMES) {
                    for (Instant suspended : TIMES) {
                        assertThat(LicenseStates.at(license(revoked, cancelled, expires, suspended), NOW))
                                .isEqualTo(expected(revoked, cancelled, expires, suspended));
                    }
                }
            }
        }
    }

    @Test
    void looksAgainAtTheNextTimestampOnly() {
        Instant later = NOW.plusSeconds(60);
        assertThat(LicenseStates.nextChange(license(null, later, NOW.plusSeconds(90), NOW.minusSeconds(5)), NOW))
                .isEqualTo(later);
        assertThat(LicenseStates.nextChange(license(null, null, NOW, null), NOW))
                .isEqualTo(Instant.MAX);
    }

    private static LicenseState expected(
            @Nullable Instant revoked,
            @Nullable Instant cancelled,
            @Nullable Instant expires,
            @Nullable Instant suspended) {
        List<LicenseState> holding = new ArrayList<>(List.of(LicenseState.ACTIVE));
        Object[][] causes = {
            {revoked, LicenseState.REVOKED},
            {cancelled, LicenseState.CANCELLED},
            {expires, LicenseState.EXPIRED},
            {suspended, LicenseState.SUSPENDED}
        };
        for (Object[] cause : causes) {
            if (cause[0] instanceof Instant at && at.compareTo(NOW) <= 0) {
                holding.add((LicenseState) cause[1]);
            }
        }
        return holding.stream().min(LicenseState::compareTo).orElseThrow();
    }

    private static LicenseRecord license(
            @Nullable Instant revoked,
            @Nullable Instant cancelled,
            @Nullable Instant expires,
            @Nullable Instant suspended) {
        return new LicenseRecord(
                new LicenseId("https://issuer", "lic_1"),
                "acme",
                new PlanId("pro", 1),
                NOW.minusSeconds(100),
                NOW.minusSeconds(100),
                ZoneOffset.UTC,
                null,
                expires,
                suspended,
                cancelled,
                revoked);
    }
}
