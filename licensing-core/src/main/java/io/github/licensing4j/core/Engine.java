package io.github.licensing4j.core;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.catalog.CurrentSummary;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.schedule.Lifecycle;
import io.github.licensing4j.core.usage.Usage;
import java.time.InstantSource;
import java.util.Optional;

/** The parts of the engine, as the builder put them together. Objects take theirs when they are created. */
record Engine(
        InstantSource clock,
        LiveCatalog catalogs,
        CredentialAuthenticator credentialAuthenticator,
        CallerEvaluator evaluator,
        LicenseCache licenseCache,
        Limits limits,
        RefusalFactory refusalFactory,
        SafeDecisionListener safeDecisionListener,
        EnforcementMode mode,
        Unannotated unannotated,
        LimitStatusReader limitStatusReader,
        CurrentSummary summary,
        Usage usage,
        Optional<Administration> administration,
        Lifecycle lifecycle) {}
