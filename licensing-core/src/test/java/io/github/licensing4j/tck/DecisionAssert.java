package io.github.licensing4j.tck;

import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Asserts what a decision is: {@code assertThat(decision).isRefusedWith(QUOTA_EXHAUSTED)}. */
public final class DecisionAssert extends AbstractAssert<DecisionAssert, Decision> {
    private DecisionAssert(@Nullable Decision actual) {
        super(actual, DecisionAssert.class);
    }

    /** Starts an assertion about a decision. */
    public static DecisionAssert assertThat(@Nullable Decision actual) {
        return new DecisionAssert(actual);
    }

    /** Verifies that the call may pass. */
    public DecisionAssert isGranted() {
        isNotNull();
        if (!(actual instanceof Granted)) {
            failWithMessage("expected a grant, got %s", actual);
        }
        return this;
    }

    /** Verifies that the call may pass with a notice, such as {@code quota-80}. */
    public DecisionAssert isGrantedWithNotice(String notice) {
        isGranted();
        if (actual instanceof Granted granted && !granted.notices().contains(notice)) {
            failWithMessage("expected the notice %s, got %s", notice, granted.notices());
        }
        return this;
    }

    /** Verifies that the call is refused for a reason. */
    public DecisionAssert isRefusedWith(RefusalCode code) {
        isNotNull();
        if (!(actual instanceof Refused refused) || refused.refusal().code() != code) {
            failWithMessage("expected a refusal with %s, got %s", code, actual);
        }
        return this;
    }

    /** Verifies that the call is refused by the limit of a name. */
    public DecisionAssert isRefusedBy(String limit) {
        isNotNull();
        Refusal refusal = actual instanceof Refused refused ? refused.refusal() : null;
        if (refusal == null
                || refusal.limit() == null
                || !refusal.limit().limit().name().equals(limit)) {
            failWithMessage("expected a refusal by the limit %s, got %s", limit, actual);
        }
        return this;
    }
}
