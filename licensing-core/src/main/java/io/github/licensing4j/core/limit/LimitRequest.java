package io.github.licensing4j.core.limit;

/**
 * The requirements of one call on its limits.
 *
 * @param limitSubject whose limits they are
 * @param limits the limits that apply
 * @param charges what the call may charge
 * @param nowMillis the instant of the decision
 */
public record LimitRequest(LimitSubject limitSubject, LimitSet limits, ChargePlan charges, long nowMillis) {

    /** Returns the same call under other limits. */
    public LimitRequest under(LimitSet other) {
        return new LimitRequest(limitSubject, other, charges, nowMillis);
    }

    /** Returns the name of the endpoint. */
    public String endpoint() {
        return charges.requirement().endpoint();
    }

    ReservationTemplate template() {
        return limits.template(charges);
    }
}
