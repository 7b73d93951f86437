package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says a call costs on one meter. It replaces the declared units; what it does not say stays as declared.
 *
 * @param reserve null to keep the declared one, or 0
 * @param chargeOn null to keep the declared one, or the default
 */
record RuleCharge(
        String meter,
        long units,
        @Nullable Long reserve,
        @Nullable ChargeOn chargeOn) {

    Charge over(@Nullable Charge declared) {
        Charge base = declared == null ? Charge.of(meter, units) : declared;
        return new Charge(
                meter,
                units,
                Objects.requireNonNullElse(reserve, base.reserve()),
                Objects.requireNonNullElse(chargeOn, base.chargeOn()));
    }
}
