package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;

/**
 * What one call asks of its limits.
 *
 * @param license whose contract periods count
 * @param sheet the limits that apply
 * @param charges what the call may charge
 * @param nowMillis the instant of the decision
 */
public record LimitRequest(License license, LimitSheet sheet, ChargeSheet charges, long nowMillis) {

    /** The same call under other limits. */
    public LimitRequest under(LimitSheet other) {
        return new LimitRequest(license, other, charges, nowMillis);
    }

    Claims claims() {
        return sheet.claims(charges);
    }
}
