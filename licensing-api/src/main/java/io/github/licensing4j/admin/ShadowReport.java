package io.github.licensing4j.admin;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.WhatIfReport.Revenue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of calls with a shadow catalog: a candidate that is evaluated beside the live catalog for each call of this
 * node, and that charges and refuses nothing.
 *
 * @param candidate the shadow catalog, null if there is none
 * @param calls how many calls were compared, and how many differ
 * @param wouldRefuse calls that are granted and that the candidate would refuse, by its code
 * @param wouldGrant calls that are refused and that the candidate would grant, by the code of the refusal
 * @param refusedOtherwise calls that both refuse, by the other code of the candidate
 * @param meters what calls that both grant are charged, of the meters that differ
 * @param customers the customers whose calls differ, the largest effect first
 * @param endpoints the endpoints whose calls differ, the largest effect first
 * @param problem why there is no candidate although one was configured, null if nothing is wrong
 * @param notes what the comparison leaves out, one sentence each
 */
public record ShadowReport(
        @Nullable Candidate candidate,
        Calls calls,
        Map<RefusalCode, Long> wouldRefuse,
        Map<RefusalCode, Long> wouldGrant,
        Map<RefusalCode, Long> refusedOtherwise,
        List<MeterEffect> meters,
        Effects customers,
        Effects endpoints,
        @Nullable String problem,
        List<String> notes) {
    public ShadowReport {
        wouldRefuse = Map.copyOf(wouldRefuse);
        wouldGrant = Map.copyOf(wouldGrant);
        refusedOtherwise = Map.copyOf(refusedOtherwise);
        meters = List.copyOf(meters);
        notes = List.copyOf(notes);
    }

    /**
     * A shadow catalog.
     *
     * @param hash the SHA-256 of its text, in hexadecimal
     * @param since since when calls are compared with it
     * @param isFile whether it is a configured file, so that requests cannot replace it
     */
    public record Candidate(String hash, Instant since, boolean isFile) {}

    /**
     * The number of compared calls.
     *
     * @param compared all compared calls
     * @param differing those that are decided or charged differently
     * @param chargedDifferently those that both grant and that are charged differently
     * @param notCompared calls that could not be compared: the memory of the comparison was full, or it failed
     */
    public record Calls(long compared, long differing, long chargedDifferently, long notCompared) {}

    /**
     * The charges of calls that are charged differently, of one meter.
     *
     * @param meter the meter
     * @param calls how many calls are charged other units or another price
     * @param live units of these calls under the live catalog, in the unit of the meter
     * @param draft units of these calls under the candidate
     * @param money the price of units beyond the amounts of quotas, by currency
     */
    public record MeterEffect(String meter, long calls, BigDecimal live, BigDecimal draft, List<Revenue> money) {
        public MeterEffect {
            money = List.copyOf(money);
        }
    }

    /**
     * The largest effects of one kind.
     *
     * @param largest the largest effect first
     * @param leftOut how many customers or endpoints that differ are left out
     */
    public record Effects(List<Effect> largest, long leftOut) {
        public Effects {
            largest = List.copyOf(largest);
        }
    }

    /**
     * The effect on one customer or endpoint, in calls.
     *
     * @param name the customer or endpoint; empty for calls of endpoints without a name
     */
    public record Effect(
            String name, long wouldRefuse, long wouldGrant, long refusedOtherwise, long chargedDifferently) {
        /** Returns how many calls differ. */
        public long calls() {
            return wouldRefuse + wouldGrant + refusedOtherwise + chargedDifferently;
        }
    }
}
