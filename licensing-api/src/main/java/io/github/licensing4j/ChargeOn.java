package io.github.licensing4j;

/** Which outcomes of a call are charged. */
public enum ChargeOn {
    /** Every answer below 500: the default. */
    NOT_5XX,
    /** Every answer below 400. */
    SUCCESS,
    /** Every call that reached its handler, whatever came of it. */
    ATTEMPT;

    /** Whether an answer with this HTTP status is charged. */
    public boolean charges(int status) {
        return switch (this) {
            case NOT_5XX -> status < 500;
            case SUCCESS -> status < 400;
            case ATTEMPT -> true;
        };
    }
}
