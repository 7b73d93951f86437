package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Meter;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The charge of a rule on one meter. It replaces the declared units; absent members stay as declared.
 *
 * @param units in the meter's smallest unit
 * @param reserve likewise, null to keep the declared one, or 0
 * @param chargeOn null to keep the declared one, or the default
 */
record EndpointCharge(
        Meter meter,
        long units,
        @Nullable Long reserve,
        @Nullable ChargeOn chargeOn) {

    Charge over(@Nullable Charge declared) {
        Charge base = declared == null ? new Charge(meter.name(), 0, 0, ChargeOn.NOT_5XX) : declared;
        long kept = declared == null ? 0 : meter.smallest(BigDecimal.valueOf(declared.reserve(), declared.scale()));
        return new Charge(
                meter.name(),
                units,
                Objects.requireNonNullElse(reserve, kept),
                Objects.requireNonNullElse(chargeOn, base.chargeOn()),
                meter.scale());
    }
}
