package io.github.licensing4j.spring;

import io.github.licensing4j.Call;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.LicenseAdmin;
import java.util.List;
import java.util.Optional;

/** The engine with its two steps timed. */
record TimedLicensing(Licensing engine, DecisionMetrics metrics) implements Licensing {

    @Override
    public Identification identify(Call call) {
        return metrics.identifying(() -> engine.identify(call));
    }

    @Override
    public Decision decide(Identified caller, Requirement requirement) {
        return metrics.deciding(() -> engine.decide(caller, requirement));
    }

    @Override
    public Optional<Requirement> requirement(String method, MatchedPath path, Declaration declared) {
        return engine.requirement(method, path, declared);
    }

    @Override
    public Optional<Refused> check(Identified caller, Requirement requirement) {
        return engine.check(caller, requirement);
    }

    @Override
    public void refused(Identified caller, Refusal refusal) {
        engine.refused(caller, refusal);
    }

    @Override
    public List<LimitStatus> limits(Identified caller) {
        return engine.limits(caller);
    }

    @Override
    public Optional<LicenseAdmin> admin() {
        return engine.admin();
    }

    @Override
    public Optional<CallerApiKeys> keys(Identified caller) {
        return engine.keys(caller);
    }

    @Override
    public EndpointReport register(List<Endpoint> endpoints) {
        return engine.register(endpoints);
    }

    @Override
    public CatalogSummary catalog() {
        return engine.catalog();
    }

    @Override
    public Health health() {
        return engine.health();
    }

    @Override
    public void close() {
        engine.close();
    }
}
