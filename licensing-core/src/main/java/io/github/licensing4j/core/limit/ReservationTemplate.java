package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits that apply to calls with the same charges, and the store calls that hold them. A limit on a meter that the call
 * does not charge does not apply. Immutable, and shared by all licenses on these terms.
 */
final class ReservationTemplate {
    private final LimitSet limits;
    private final ChargePlan charges;
    private final Rule[] rules;
    private final Call[] calls;
    private final @Nullable CountingCall counting;
    private volatile QuotaClaims last = new QuotaClaims(List.of(), List.of());

    /**
     * A rule that applies.
     *
     * @param store the index of its store, and of its account
     * @param call the index of the store call, and of what it holds
     * @param common the account of all licenses, null if each has its own
     */
    record Rule(
            LimitRule<Object, CallHold> rule,
            int store,
            int call,
            @Nullable Object common) {

        /** Returns the account of a license that the rule reads. */
        Object account(LimitAccount account) {
            return common == null ? account.of(store) : common;
        }
    }

    /**
     * A call to a store.
     *
     * @param store the index of the store
     */
    record Call(StoreReservation<Object, CallHold> call, int store) {}

    /** Claims on quotas, and the period of each. */
    record QuotaClaims(List<QuotaClaim> claims, List<QuotaWindow> windows) {}

    /**
     * The store call that decides what an ended call is recorded with.
     *
     * @param index the index of what it holds
     */
    private record CountingCall(RecordedReservation<Object, CallHold> call, int index) {}

    private ReservationTemplate(LimitSet limits, ChargePlan charges, Rule[] rules, Call[] calls) {
        this.limits = limits;
        this.charges = charges;
        this.rules = rules;
        this.calls = calls;
        this.counting = counting(calls);
    }

    static ReservationTemplate of(LimitSet limits, ChargePlan charges) {
        List<LimitStore<?, ?>> stores = limits.stores();
        List<LimitRule<?, ?>> applying = applying(limits.rules(), charges);
        Rule[] rules = new Rule[applying.size()];
        List<Call> calls = new ArrayList<>(stores.size());
        for (int store = 0; store < stores.size(); store++) {
            List<LimitRule<?, ?>> counted = new ArrayList<>();
            for (int i = 0; i < rules.length; i++) {
                if (applying.get(i).store() == stores.get(store).type()) {
                    counted.add(applying.get(i));
                    LimitStore<?, ?> counting = stores.get(store);
                    Object common = counting.isAccountOfAll() ? counting.store() : null;
                    rules[i] = new Rule(erased(applying.get(i)), store, calls.size(), common);
                }
            }
            if (!counted.isEmpty()) {
                calls.add(new Call(erased(stores.get(store).calls().apply(counted)), store));
            }
        }
        return new ReservationTemplate(limits, charges, rules, calls.toArray(Call[]::new));
    }

    private static List<LimitRule<?, ?>> applying(List<LimitRule<?, ?>> plan, ChargePlan charges) {
        List<LimitRule<?, ?>> applying = new ArrayList<>(plan.size());
        Map<Limit.Kind, Integer> claims = new EnumMap<>(Limit.Kind.class);
        for (LimitRule<?, ?> rule : plan) {
            String meter = rule.limit().meter();
            int charge = meter == null ? -1 : charges.indexOf(meter);
            if (meter == null || charge >= 0) {
                int claim = claims.merge(rule.limit().kind(), 1, Integer::sum) - 1;
                long units = charge < 0 ? 1 : charges.requested(charge);
                applying.add(rule.charging(new RuleCharge(charge, units, claim)));
            }
        }
        return applying;
    }

    private static @Nullable CountingCall counting(Call[] calls) {
        CountingCall counting = null;
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].call() instanceof RecordedReservation<Object, CallHold> call) {
                if (counting != null) {
                    throw new IllegalStateException(
                            "two stores decide what a call is recorded with: " + List.of(calls));
                }
                counting = new CountingCall(call, i);
            }
        }
        return counting;
    }

    /** Returns whether this is the template of a request. */
    @SuppressWarnings("ReferenceEquality") // There is one object for all licenses on the same terms.
    boolean isOf(LimitRequest request) {
        return limits == request.limits() && charges == request.charges();
    }

    /** The account and hold that a rule gets are those of its store, which {@link #of} pairs it with. */
    @SuppressWarnings("unchecked")
    private static LimitRule<Object, CallHold> erased(LimitRule<?, ?> rule) {
        return (LimitRule<Object, CallHold>) rule;
    }

    @SuppressWarnings("unchecked")
    private static StoreReservation<Object, CallHold> erased(StoreReservation<?, ?> call) {
        return (StoreReservation<Object, CallHold>) call;
    }

    /** Returns the rules that apply, in catalog order; not to be changed. */
    Rule[] rules() {
        return rules;
    }

    /** Returns the store calls, in the order in which they are made; not to be changed. */
    Call[] calls() {
        return calls;
    }

    /** Returns the units that an ended call is recorded with: of each quota of the request, then of each of its grants. */
    long[] counted(CallHold[] holds, ReservationRequest requested, long[] units) {
        return counting == null ? CallUsage.NOTHING : counting.call.counted(holds[counting.index], requested, units);
    }

    /** Returns the status of each limit right after a call was held, in catalog order, this call counted. */
    LimitStatus[] held(CallHold[] holds, ReservationRequest requested) {
        LimitStatus[] statuses = new LimitStatus[rules.length];
        for (int i = 0; i < rules.length; i++) {
            statuses[i] = rules[i].rule().held(holds[rules[i].call()], requested);
        }
        return statuses;
    }

    /** Returns the notices of these statuses, in catalog order. */
    List<String> notices(LimitStatus[] statuses) {
        List<String> notices = List.of();
        for (int i = 0; i < rules.length; i++) {
            notices = joined(notices, rules[i].rule().notices(statuses[i]));
        }
        return notices;
    }

    private static List<String> joined(List<String> notices, List<String> more) {
        if (notices.isEmpty()) {
            return more;
        }
        List<String> all = new ArrayList<>(notices);
        all.addAll(more);
        return all;
    }

    /**
     * Returns claims that are equal to these: those of the license before, if its periods are the same, so that the calls of
     * many licenses touch the same objects.
     */
    QuotaClaims shared(List<QuotaClaim> claims) {
        QuotaClaims known = last;
        if (!known.claims.equals(claims)) {
            QuotaWindow[] windows = claims.stream().map(QuotaClaim::window).toArray(QuotaWindow[]::new);
            known = new QuotaClaims(List.copyOf(claims), List.of(windows));
            last = known;
        }
        return known;
    }

    /**
     * Returns the request of one license at an instant.
     *
     * @param before claims of the same license, whose periods are taken where they are the same and still run
     */
    ReservationRequest request(LimitRequest request, List<QuotaClaim> before) {
        ReservationRequestBuilder claims = new ReservationRequestBuilder(request, before);
        for (Rule rule : rules) {
            rule.rule().claim(claims);
        }
        return claims.request(this);
    }
}
