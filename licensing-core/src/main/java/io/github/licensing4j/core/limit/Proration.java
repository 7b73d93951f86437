package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The quota amounts of the periods that an instant lies in. A period in which a change of plan was prorated is divided at each
 * change in it, whatever its kind: each part contributes the amount that was in force in it, by whole seconds and rounded
 * down. Quotas are matched by counter; a plan without the quota contributes 0.
 *
 * @param limits the limits that hold, with these amounts
 * @param amountsBefore by name of a limit, the amount of the period before, where it is not the amount in {@code limits}
 * @param untilMillis the first epoch millisecond at which other amounts may hold, {@link Long#MAX_VALUE} if never
 */
public record Proration(List<Limit> limits, Map<String, Long> amountsBefore, long untilMillis) {
    public Proration {
        amountsBefore = Map.copyOf(amountsBefore);
    }

    /** Limits whose amounts no change of plan has altered. */
    public static Proration none(List<Limit> limits) {
        return new Proration(limits, Map.of(), Long.MAX_VALUE);
    }

    /** The limits of a license in force, at an instant that no later change of its plan precedes. */
    public static Proration of(Active active, long atMillis) {
        return active.earlier().isEmpty()
                ? none(active.terms().limits())
                : new Basis(active.license(), active.earlier(), active.terms()::counterName, atMillis)
                        .of(active.terms().limits());
    }

    /** The values that the amounts of limits depend on, at an instant in epoch milliseconds. */
    record Basis(License license, List<EarlierTerms> earlier, Function<Limit, String> counterName, long atMillis) {

        Proration of(List<Limit> limits) {
            List<Limit> held = new ArrayList<>(limits.size());
            Map<String, Long> before = new HashMap<>();
            long until = Long.MAX_VALUE;
            for (Limit limit : limits) {
                if (limit.kind() != Limit.Kind.QUOTA) {
                    held.add(limit);
                    continue;
                }
                QuotaLimit quota = (QuotaLimit) limit;
                QuotaWindow window = Periods.of(quota, license, atMillis);
                long amount = amount(quota, window, atMillis);
                long amountBefore = amountBefore(quota, window);
                held.add(amount == quota.amount() ? quota : quota.withAmount(amount));
                if (amountBefore != amount) {
                    before.put(quota.name(), amountBefore);
                }
                if (amount != quota.amount() || amountBefore != quota.amount()) {
                    until = Math.min(until, window.endMillis());
                }
            }
            return new Proration(List.copyOf(held), before, until);
        }

        private long amountBefore(QuotaLimit quota, QuotaWindow window) {
            long last = window.startMillis() - 1;
            return amount(quota, Periods.of(quota, license, last), last);
        }

        private long amount(QuotaLimit quota, QuotaWindow window, long millis) {
            return Proration.amount(
                    CounterId.ofQuota(quota, counterName.apply(quota)), quota.amount(), earlier, window, millis);
        }
    }

    /**
     * The amount of a period, as it is at an instant in it.
     *
     * @param now the amount under the terms after all earlier ones
     */
    static long amount(CounterId counter, long now, List<EarlierTerms> earlier, QuotaWindow period, long atMillis) {
        long length = seconds(period, period.endMillis());
        long sum = 0;
        long from = 0;
        boolean isDivided = false;
        long held = now;
        for (EarlierTerms terms : earlier) {
            long until = terms.until().toEpochMilli();
            if (until > atMillis) {
                held = terms.amountOf(counter);
                break;
            }
            if (until > period.startMillis()) {
                long to = Math.min(length, seconds(period, until));
                sum += share(terms.amountOf(counter), to - from, length);
                from = to;
                isDivided |= terms.usage() == UsageTreatment.PRORATE;
            }
        }
        return isDivided && length > 0 ? sum + share(held, length - from, length) : held;
    }

    private static long share(long amount, long part, long whole) {
        return whole == 0
                ? 0
                : BigInteger.valueOf(amount)
                        .multiply(BigInteger.valueOf(part))
                        .divide(BigInteger.valueOf(whole))
                        .longValueExact();
    }

    private static long seconds(QuotaWindow period, long millis) {
        return Math.floorDiv(millis - period.startMillis(), 1_000);
    }
}
