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
import java.util.List;
import java.util.Set;

/** Reads the state of the engine. */
final class EngineInfo implements LicensingInfo {
    private final Engine engine;

    EngineInfo(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CatalogSummary catalog() {
        return engine.summary().get();
    }

    @Override
    public Set<Measure> measures() {
        return engine.catalogs().current().measures();
    }

    @Override
    public boolean requiresLicense(CalledEndpoint endpoint) {
        return endpoint.declared() instanceof Declaration.Required
                || engine.catalogs()
                        .current()
                        .requirement(endpoint.method(), endpoint.path(), endpoint.declared(), engine.unannotated())
                        .isPresent();
    }

    @Override
    public List<LimitStatus> limits(Identified identified) {
        return identified instanceof UnlicensedCaller
                ? List.of()
                : engine.limitStatusReader().of(engine.evaluator().own(identified));
    }

    @Override
    public void recordRefusal(Identified caller, Refusal refusal) {
        caller.license().ifPresent(license -> engine.safeDecisionListener().keep(refusal, license.id()));
    }

    @Override
    public List<OutageStatus> outages() {
        return engine.lifecycle().outages();
    }

    @Override
    public Health health() {
        return engine.lifecycle().health();
    }
}
