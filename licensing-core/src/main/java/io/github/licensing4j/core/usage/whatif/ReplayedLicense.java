package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.core.catalog.RuleComparison;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import java.util.List;

/** One license whose calls are replayed under two catalogs. For one thread. */
public final class ReplayedLicense {
    private final LicenseRecord license;
    private final List<LicenseRevision> past;
    private final Side live;
    private final Side draft;
    private long calls;
    private long liveGranted;
    private long draftGranted;

    /**
     * The license under one catalog.
     *
     * @param catalog the catalog with its counters of the customer
     */
    private record Side(ReplayedCatalog catalog, CountedUsage own, LicenseReplay replay) {
        static Side of(Stored stored, ReplayedCatalog catalog) {
            CountedUsage own = new CountedUsage(stored.counters, catalog.charged());
            return new Side(catalog, own, new LicenseReplay(stored, catalog.catalog(), own, catalog.shared()));
        }
    }

    /**
     * A license as it is stored.
     *
     * @param past the former revisions, oldest first
     * @param counters its counters in the ledger
     */
    public record Stored(LicenseRecord license, List<LicenseRevision> past, List<CounterIncrement> counters) {}

    ReplayedLicense(Stored stored, ReplayedCatalog live, ReplayedCatalog draft) {
        this.license = stored.license;
        this.past = stored.past;
        this.live = Side.of(stored, live);
        this.draft = Side.of(stored, draft);
    }

    /** Replays calls under both catalogs; they are reported if they are in a period. */
    public void replay(ReplayedCalls made, RuleComparison rules, ReplayedPeriod period) {
        boolean isCounted = period.has(made.hourMillis());
        ReplayedCalls underLive = made.underLive(rules);
        boolean any = !live.replay.hasAllFeatures(underLive);
        long granted = live.replay.replay(underLive, any, isCounted);
        long draftsGranted = draft.replay.replay(made.underDraft(rules), any, isCounted);
        if (isCounted) {
            calls += made.calls();
            liveGranted += granted;
            draftGranted += draftsGranted;
        }
    }

    LicenseRecord license() {
        return license;
    }

    /** Returns the id of the license. */
    public String id() {
        return license.id().value();
    }

    List<LicenseRevision> past() {
        return past;
    }

    long calls() {
        return calls;
    }

    Calls refused() {
        return new Calls(calls - liveGranted, calls - draftGranted);
    }

    LicenseReplay live() {
        return live.replay;
    }

    LicenseReplay draft() {
        return draft.replay;
    }

    /** Returns the counters that invoices under the live catalog are made from. */
    List<CounterIncrement> liveCounters() {
        return billed(live);
    }

    /** Returns the counters that invoices under the draft are made from. */
    List<CounterIncrement> draftCounters() {
        return billed(draft);
    }

    private List<CounterIncrement> billed(Side side) {
        return side.own.billed(
                (counter, window, units) -> new CounterIncrement(license.id().issuer(), id(), counter, window, units));
    }
}
