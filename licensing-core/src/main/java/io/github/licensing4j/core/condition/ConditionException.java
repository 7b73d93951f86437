package io.github.licensing4j.core.condition;

import io.github.licensing4j.LicensingException;

/** A condition could not be evaluated for a call. The message names the expression, not the values of the call. */
public final class ConditionException extends LicensingException {
    private static final long serialVersionUID = 1L;

    ConditionException(String message) {
        super(message);
    }

    ConditionException(Condition condition, Throwable cause) {
        super("the condition '" + condition + "' cannot be evaluated: " + reason(cause), cause);
    }

    /** Returns the kind of the error: its text may contain values of the call. */
    private static String reason(Throwable cause) {
        return cause instanceof CelProgram.Failure failure
                ? failure.code()
                : cause.getClass().getSimpleName();
    }
}
