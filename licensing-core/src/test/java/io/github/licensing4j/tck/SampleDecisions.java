package io.github.licensing4j.tck;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Reservation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes decisions for tests of listeners. */
public final class SampleDecisions {
    private static final License LICENSE = new License(
            new LicenseId("https://vendor.example", "lic_1"),
            "acme",
            new PlanId("pro", 1),
            LicenseState.ACTIVE,
            Instant.EPOCH,
            ZoneOffset.UTC,
            null);

    private SampleDecisions() {}

    /** Returns a grant of a call that charges nothing. */
    public static Granted granted() {
        return new Granted(new Caller(), List.of(), List.of("quota-80"), Set.of(), new EmptyReservation());
    }

    /** Returns a refusal without a license, limit or upgrade. */
    public static Refusal refusal(RefusalCode code) {
        return Refusal.of("dec_1", code, "A sample refusal.");
    }

    private record Caller() implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.of(LICENSE);
        }

        @Override
        public Set<String> features() {
            return Set.of("export.csv");
        }

        @Override
        public Set<String> scopes() {
            return Set.of();
        }
    }

    private record EmptyReservation() implements Reservation {
        @Override
        public void charge(String meter, long units) {
            throw new IllegalStateException("the endpoint does not declare the meter '" + meter + "'");
        }

        @Override
        public void charge(String meter, Quantity quantity) {
            charge(meter, 1);
        }

        @Override
        public void settle(Outcome outcome) {
            // It holds nothing.
        }
    }
}
