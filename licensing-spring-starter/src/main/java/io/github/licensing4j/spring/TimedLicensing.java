package io.github.licensing4j.spring;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.LicenseAdmin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Times identification and decision of the engine. */
record TimedLicensing(Licensing engine, DecisionMetrics metrics) implements Licensing {

    @Override
    public Identification identify(Call call) {
        return metrics.identifying(() -> engine.identify(call));
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        return metrics.deciding(() -> engine.decide(caller, endpoint, dispatch));
    }

    @Override
    public boolean requiresLicense(CalledEndpoint endpoint) {
        return engine.requiresLicense(endpoint);
    }

    @Override
    public Set<Measure> measures() {
        return engine.measures();
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
