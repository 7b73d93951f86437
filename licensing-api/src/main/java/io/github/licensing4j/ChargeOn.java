package io.github.licensing4j;

/** Selects the outcomes of a call that are charged. */
public enum ChargeOn {
    /** Every response below 500: the default. */
    NOT_5XX,
    /** Every response below 400. */
    SUCCESS,
    /** Every call that reached its handler, with any status. */
    ATTEMPT;

    /** Returns whether a response with this HTTP status is charged. */
    public boolean charges(int status) {
        return switch (this) {
            case NOT_5XX -> status < 500;
            case SUCCESS -> status < 400;
            case ATTEMPT -> true;
        };
    }
}
