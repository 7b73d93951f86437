package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.Signals;
import io.github.licensing4j.core.insight.signal.SignalSettings;
import io.github.licensing4j.core.insight.signal.SignalSources;
import io.github.licensing4j.spi.SignalStore;
import java.util.Optional;

/**
 * The parts of signals.
 *
 * @param signals what administrators see and do
 * @param maintenance looks for them in the background; empty if none are looked for
 */
record SignalParts(Signals signals, Optional<SignalMaintenance> maintenance) {

    static SignalParts of(
            Administration.Parts parts, Optional<InsightParts> insight, AdminTransactions adminTransactions, Ids ids) {
        Optional<SignalStore> store = parts.store().signals();
        if (store.isEmpty()) {
            return new SignalParts(new NoSignals(), Optional.empty());
        }
        SignalAnswers answers =
                new SignalAnswers(() -> parts.catalog().current().signals(), parts.store());
        Optional<SignalMaintenance> maintenance = insight.flatMap(figures -> parts.calls()
                .signals()
                .settings()
                .map(settings -> new SignalScans(
                        detectors(parts, figures, store.get(), settings), adminTransactions, answers, ids))
                .map(scans -> new SignalMaintenance(scans, parts.calls().origins(), parts.schedule())));
        return new SignalParts(
                new ManagedSignals(parts.issuer(), adminTransactions, store.get(), answers), maintenance);
    }

    private static StoreDetectors detectors(
            Administration.Parts parts, InsightParts figures, SignalStore store, SignalSettings settings) {
        var sources = new SignalSources(
                figures.store(), store, parts.store().licenses(), parts.catalog()::current, parts.readings());
        return new StoreDetectors(figures.issuers(), sources, settings);
    }
}
