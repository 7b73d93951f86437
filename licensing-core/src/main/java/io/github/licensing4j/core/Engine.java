package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.schedule.Lifecycle;
import io.github.licensing4j.core.usage.Usage;
import java.time.InstantSource;
import java.util.Optional;

/** Everything the walk works with, as the builder put it together. */
record Engine(
        InstantSource clock,
        LiveCatalog catalogs,
        CredentialAuthenticator credentialAuthenticator,
        LicenseCache licenseCache,
        Limits limits,
        ChargePlans charges,
        Upgrades upgrades,
        RefusalFactory refusalFactory,
        SafeDecisionListener safeDecisionListener,
        EnforcementMode mode,
        Unannotated unannotated,
        LimitStatusReader limitStatusReader,
        CurrentSummary summary,
        Usage usage,
        Optional<Administration> administration,
        Lifecycle lifecycle) {

    boolean observes() {
        return mode == EnforcementMode.OBSERVE;
    }

    /** The requirement of an endpoint under the live catalog, empty where it requires no license. */
    Optional<Requirement> requirement(CalledEndpoint endpoint) {
        return catalogs.current().requirement(endpoint.method(), endpoint.path(), endpoint.declared(), unannotated);
    }

    /** @throws IllegalArgumentException if the caller was not identified by this engine */
    LicensedCaller own(Identified identified) {
        if (identified instanceof LicensedCaller caller && caller.isOf(credentialAuthenticator)) {
            return caller;
        }
        throw new IllegalArgumentException("the caller was not identified by this engine: " + identified);
    }

    LimitRequest request(LicensedCaller caller, Requirement requirement) {
        return new LimitRequest(
                caller.limitSubject(),
                caller.limits(),
                charges.of(requirement, caller.catalog().meters()),
                clock.millis());
    }
}
