package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Measure;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.catalog.CurrentSummary;
import io.github.licensing4j.core.schedule.Lifecycle;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the state of the engine. */
final class EngineInfo implements LicensingInfo {
    private final CatalogEndpoints endpoints;
    private final CurrentSummary summary;
    private final CallerEvaluator evaluator;
    private final LimitStatusReader limitStatusReader;
    private final SafeDecisionListener listener;
    private final Lifecycle lifecycle;
    private final InstantSource clock;

    EngineInfo(
            CatalogEndpoints endpoints,
            CurrentSummary summary,
            CallerEvaluator evaluator,
            LimitStatusReader limitStatusReader,
            SafeDecisionListener listener,
            Lifecycle lifecycle,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.summary = summary;
        this.evaluator = evaluator;
        this.limitStatusReader = limitStatusReader;
        this.listener = listener;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    @Override
    public CatalogSummary catalog() {
        return summary.get();
    }

    @Override
    public Set<Measure> measures() {
        return endpoints.measures();
    }

    @Override
    public boolean requiresLicense(CalledEndpoint endpoint) {
        return endpoint.declared() instanceof Declaration.Required
                || endpoints.requirement(endpoint).isPresent();
    }

    @Override
    public Optional<Requirement> requirement(CalledEndpoint endpoint) {
        return endpoints.requirement(endpoint);
    }

    @Override
    public List<LimitStatus> limits(Identified identified) {
        return identified instanceof UnlicensedCaller ? List.of() : limitStatusReader.of(evaluator.own(identified));
    }

    @Override
    public void recordRefusal(Identified caller, Refusal refusal) {
        caller.license().ifPresent(license -> listener.keep(refusal, license.id()));
    }

    @Override
    public List<OutageStatus> outages() {
        return lifecycle.outages();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Health health() {
        return lifecycle.health();
    }
}
