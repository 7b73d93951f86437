package io.github.licensing4j.spi;

/** The result of a request to hold what a call needs of one store: a {@link CallHold}, or the reason why nothing is held. */
public interface HoldResult {

    /**
     * Nothing is held because the store does not answer.
     *
     * @param reason for operators
     */
    record Unavailable(String reason) implements ConcurrencyResult, RateResult, QuotaResult {}
}
