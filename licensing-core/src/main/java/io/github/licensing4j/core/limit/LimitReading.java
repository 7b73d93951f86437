package io.github.licensing4j.core.limit;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.ReservationTemplate.Call;
import io.github.licensing4j.core.limit.ReservationTemplate.Rule;
import io.github.licensing4j.spi.HoldResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the limits that apply to a call without taking anything. */
record LimitReading(LimitAccount account, ReservationRequest requested, long nowMillis) {

    static LimitReading of(LimitAccount account, LimitRequest request) {
        return new LimitReading(account, account.probe(request), request.nowMillis());
    }

    private Rule[] rules() {
        return requested.template().rules();
    }

    /** Reads what the stores have counted. */
    void refresh() {
        for (Call call : requested.template().calls()) {
            call.call().refresh(requested, nowMillis);
        }
    }

    /** Returns the status of each limit, in catalog order. */
    LimitStatus[] statuses() {
        Rule[] rules = rules();
        LimitStatus[] statuses = new LimitStatus[rules.length];
        for (int i = 0; i < rules.length; i++) {
            statuses[i] = rules[i].rule().status(rules[i].account(account), requested, nowMillis);
        }
        return statuses;
    }

    /** Returns whether a call fits under these limits, which need not be those of the license. */
    boolean fits() {
        for (Rule rule : rules()) {
            if (!rule.rule().wouldFit(rule.account(account), requested, nowMillis)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Describes a refusal after everything was released. The limit that refused is shown as it was then; the others are read
     * now.
     */
    Exceeded exceeded(Call call, HoldResult result) {
        LimitRefusal refusal = call.call().refusal(result, requested);
        LimitStatus[] all = statuses();
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i].limit().name().equals(refusal.status().limit().name()) ? refusal.status() : all[i];
        }
        long fitsAt = Math.max(refusal.fitsAtMillis(), allFitAt());
        return new Exceeded(refusal.code(), refusal.status(), List.of(all), retryAt(fitsAt));
    }

    /** Returns when the last of all limits lets the call through. */
    private long allFitAt() {
        long latest = LimitRule.NOW;
        for (Rule rule : rules()) {
            latest = Math.max(latest, rule.rule().fitsAt(rule.account(account), requested, nowMillis));
        }
        return latest;
    }

    private static @Nullable Instant retryAt(long millis) {
        return millis == LimitRule.NOW || millis == LimitRule.NEVER ? null : Instant.ofEpochMilli(millis);
    }
}
