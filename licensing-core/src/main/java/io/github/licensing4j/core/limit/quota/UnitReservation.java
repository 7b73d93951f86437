package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.core.limit.LimitRefusal;
import io.github.licensing4j.core.limit.LimitRule;
import io.github.licensing4j.core.limit.RecordedReservation;
import io.github.licensing4j.core.limit.ReservationRequest;
import io.github.licensing4j.core.limit.credits.CreditsRule;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.QuotaAccount;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult.CreditsExhausted;
import io.github.licensing4j.spi.QuotaResult.Exhausted;
import java.util.Arrays;
import java.util.List;

/**
 * Holds the units of every quota and credits limit of a plan together, so that no call is refused by units that another call
 * holds for a moment and then releases.
 */
final class UnitReservation implements RecordedReservation<QuotaAccount, QuotaHold> {
    private final QuotaRule[] quotas;
    private final CreditsRule[] credits;

    private UnitReservation(QuotaRule[] quotas, CreditsRule[] credits) {
        this.quotas = quotas;
        this.credits = credits;
    }

    static UnitReservation of(List<LimitRule<?, ?>> rules) {
        return new UnitReservation(
                select(rules, QuotaRule.class).toArray(QuotaRule[]::new),
                select(rules, CreditsRule.class).toArray(CreditsRule[]::new));
    }

    private static <R> List<R> select(List<LimitRule<?, ?>> rules, Class<R> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public HoldResult reserve(QuotaAccount account, ReservationRequest requested, long nowMillis) {
        return account.reserve(requested.quotas(), requested.credits(), nowMillis);
    }

    @Override
    public LimitRefusal refusal(HoldResult result, ReservationRequest requested) {
        return result instanceof Exhausted exhausted
                ? quotas[exhausted.claim()].refusal(exhausted, requested)
                : refusal((CreditsExhausted) result, requested);
    }

    private LimitRefusal refusal(CreditsExhausted exhausted, ReservationRequest requested) {
        return credits[exhausted.claim()].refusal(exhausted, requested);
    }

    @Override
    public long[] counted(QuotaHold hold, ReservationRequest requested, long[] units) {
        long[] counted = new long[quotas.length];
        for (int i = 0; i < quotas.length; i++) {
            counted[i] = units[quotas[i].charge().index()];
        }
        for (CreditsRule rule : credits) {
            long[] consumed =
                    hold.consume(rule.charge().claim(), units[rule.charge().index()]);
            int before = counted.length;
            counted = Arrays.copyOf(counted, before + consumed.length);
            System.arraycopy(consumed, 0, counted, before, consumed.length);
        }
        return counted;
    }

    /** Consumed credits are counted as {@link #counted} allocated them. */
    @Override
    public void settle(QuotaHold hold, ReservationRequest requested, long[] counted) {
        hold.settle(counted.length == quotas.length ? counted : Arrays.copyOf(counted, quotas.length));
    }
}
