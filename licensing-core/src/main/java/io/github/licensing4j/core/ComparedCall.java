package io.github.licensing4j.core;

import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Money;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.core.ShadowComparison.Called;
import io.github.licensing4j.core.ShadowComparison.Drafted;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.ObservedMeterTally;
import io.github.licensing4j.core.usage.shadow.ComparedCharge;
import io.github.licensing4j.core.usage.shadow.ComparedDecision;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that is compared with a shadow catalog. As the reservation of a granted call, it passes everything on to the live
 * reservation, and counts the same under the shadow catalog. Safe for use by many threads.
 */
final class ComparedCall implements Reservation {
    private static final String WOULD_REFUSE = "would-refuse:";

    /** The refusals by limits, which come after those by features, scopes, roles and conditions. */
    private static final Set<RefusalCode> BY_LIMITS = Set.of(
            RefusalCode.CONCURRENCY_EXCEEDED,
            RefusalCode.RATE_LIMITED,
            RefusalCode.QUOTA_EXHAUSTED,
            RefusalCode.CREDITS_EXHAUSTED,
            RefusalCode.SEAT_LIMIT_REACHED,
            RefusalCode.ENFORCEMENT_UNAVAILABLE);

    private final ShadowComparison comparison;
    private final Called called;
    /** Null if the live decision on limits is that of the shadow catalog. */
    private @Nullable Drafted drafted;

    private @Nullable Granted granted;
    private @Nullable ComparedDecision decision;
    private @Nullable LimitHold hold;
    private @Nullable ObservedMeterTally live;

    ComparedCall(ShadowComparison comparison, Called called, @Nullable Drafted drafted) {
        this.comparison = comparison;
        this.called = called;
        this.drafted = drafted;
    }

    /** Compares the live decision. Returns it, with this reservation if the shadow catalog counts the call as well. */
    Decision decided(Decision made) {
        try {
            RefusalCode code = code(made);
            Drafted other = drafted(code);
            if (other.equals(Drafted.UNKNOWN) || code == RefusalCode.ENFORCEMENT_UNAVAILABLE) {
                end(other.hold());
                comparison.tally().notCompared();
                return made;
            }
            RefusalCode draftCode = isSeatRefusal(code, other) ? code : other.refusal();
            ComparedDecision compared = new ComparedDecision(
                    called.caller().inForce().customer(), called.requirement().endpoint(), code, draftCode);
            comparison.tally().decided(compared);
            return code == null && made instanceof Granted grant && other.hold() != null
                    ? follow(grant, compared, other.hold())
                    : ended(made, other.hold());
        } catch (RuntimeException e) {
            comparison.failed(e);
            return made;
        }
    }

    /** Releases what the call holds if the live decision failed. */
    void abandon() {
        if (drafted != null) {
            end(drafted.hold());
        }
    }

    private static @Nullable RefusalCode code(Decision made) {
        if (made instanceof Refused refused) {
            return refused.refusal().code();
        }
        if (made instanceof Granted grant) {
            for (String notice : grant.notices()) {
                if (notice.startsWith(WOULD_REFUSE)) {
                    String text = notice.substring(WOULD_REFUSE.length());
                    for (RefusalCode code : RefusalCode.values()) {
                        if (code.text().equals(text)) {
                            return code;
                        }
                    }
                }
            }
        }
        return null;
    }

    private Drafted drafted(@Nullable RefusalCode live) {
        Drafted known = drafted;
        if (known != null) {
            return known;
        }
        if (live == null || BY_LIMITS.contains(live)) {
            return live == null ? Drafted.GRANTED : Drafted.refused(live);
        }
        return comparison.reserve(called);
    }

    /** Seats are not counted by the comparison. */
    private static boolean isSeatRefusal(@Nullable RefusalCode live, Drafted other) {
        return live == RefusalCode.SEAT_LIMIT_REACHED && other.refusal() == null;
    }

    private Decision ended(Decision made, @Nullable LimitHold held) {
        end(held);
        return made;
    }

    /** Counts a call that only the shadow catalog grants with its fixed charges. */
    static void end(@Nullable LimitHold held) {
        if (held != null) {
            CallUsage used = held.end(new Outcome(200, 0));
            if (used != null) {
                held.count(used);
            }
        }
    }

    private Granted follow(Granted grant, ComparedDecision compared, LimitHold held) {
        granted = grant;
        decision = compared;
        hold = held;
        live = comparison.liveCharges(called);
        return new Granted(grant.caller(), grant.limits(), grant.notices(), grant.measures(), this);
    }

    private Reservation reservation() {
        return Objects.requireNonNull(granted, "the call is not granted").reservation();
    }

    @Override
    public void charge(String meter, long units) {
        reservation().charge(meter, units);
        both(tally -> tally.charge(meter, units), tally -> tally.charge(meter, units));
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        reservation().charge(meter, quantity);
        both(tally -> tally.charge(meter, quantity), tally -> tally.charge(meter, quantity));
    }

    /** Repeats a charge that the live reservation has accepted; the shadow catalog may not declare its meter. */
    private void both(Consumer<ObservedMeterTally> onLive, Consumer<LimitHold> onDraft) {
        try {
            if (live != null) {
                onLive.accept(live);
            }
            if (hold != null) {
                onDraft.accept(hold);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Not charged under the shadow catalog, which the comparison of charges shows.
        }
    }

    @Override
    public void settle(Outcome outcome) {
        try {
            reservation().settle(outcome);
        } finally {
            settleDraft(outcome);
        }
    }

    private void settleDraft(Outcome outcome) {
        LimitHold held = hold;
        ObservedMeterTally present = live;
        if (held == null || present == null || granted == null || decision == null) {
            return;
        }
        try {
            CallUsage drafts = held.end(outcome);
            CallUsage lives = present.end(outcome);
            if (drafts != null && lives != null) {
                held.count(drafts);
                comparison
                        .tally()
                        .charged(
                                decision,
                                charges(lives, called.caller().catalog().meters(), granted.limits()),
                                charges(drafts, comparison.candidate().catalog().meters(), held.statuses()));
            }
        } catch (RuntimeException e) {
            comparison.failed(e);
        }
    }

    private Map<String, ComparedCharge> charges(CallUsage used, Map<String, Meter> meters, List<LimitStatus> statuses) {
        Map<String, ComparedCharge> charges = new HashMap<>();
        for (int i = 0; i < used.meters(); i++) {
            Meter meter = meters.get(used.meter(i));
            // The two measures of one call differ by the time between them.
            if (meter != null && meter.measure() != Measure.WALL_TIME) {
                charges.put(
                        meter.name(), new ComparedCharge(meter, used.units(i), price(meter, used.units(i), statuses)));
            }
        }
        return charges;
    }

    /** Returns the price of units beyond the amounts of quotas, null if there is none. Nothing is billed for a trial. */
    private @Nullable Money price(Meter meter, long units, List<LimitStatus> statuses) {
        if (called.caller().inForce().state() == LicenseState.TRIALING) {
            return null;
        }
        Money sum = null;
        for (LimitStatus status : statuses) {
            for (QuotaLimit quota : Limit.select(List.of(status.limit()), QuotaLimit.class)) {
                Overage overage = quota.overage();
                long free = quota.amount() + status.carried();
                long beyond = Math.min(units, Math.max(0, status.used() - free));
                if (overage != null
                        && overage.unitPrice() != null
                        && meter.name().equals(quota.meter())
                        && beyond > 0) {
                    BigDecimal amount =
                            meter.units(beyond).multiply(overage.unitPrice().amount());
                    sum = sum == null
                                    || !sum.currency()
                                            .equals(overage.unitPrice().currency())
                            ? new Money(amount, overage.unitPrice().currency())
                            : new Money(sum.amount().add(amount), sum.currency());
                }
            }
        }
        return sum;
    }
}
