package io.github.licensing4j.core.limit;

/**
 * What one call asks of its limits.
 *
 * @param licensee whose limits they are
 * @param sheet the limits that apply
 * @param charges what the call may charge
 * @param nowMillis the instant of the decision
 */
public record LimitRequest(Licensee licensee, LimitSheet sheet, ChargeSheet charges, long nowMillis) {

    /** The same call under other limits. */
    public LimitRequest under(LimitSheet other) {
        return new LimitRequest(licensee, other, charges, nowMillis);
    }

    Claims claims() {
        return sheet.claims(charges);
    }
}
