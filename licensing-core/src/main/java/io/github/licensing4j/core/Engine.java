package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.export.UsageExports;
import io.github.licensing4j.core.webhook.WebhookSender;
import io.github.licensing4j.spi.DecisionListener.Mode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        Mode mode,
        Unannotated unannotated,
        List<KeySource> keys,
        List<Supplier<Health.Component>> gauges,
        LimitStatusReader limitStatusReader,
        CurrentSummary summary,
        Usage usage,
        Optional<Administration> administration,
        Optional<WebhookSender> webhooks,
        Optional<UsageExports> exports,
        Optional<PeriodWatch> periods,
        StatusLists statusLists,
        Schedule schedule) {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    boolean observes() {
        return mode == Mode.OBSERVE;
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

    Health health() {
        List<Health.Component> components = new ArrayList<>();
        components.add(catalogs.health());
        keys.forEach(source -> components.add(source.health()));
        gauges.forEach(gauge -> components.add(gauge.get()));
        components.addAll(usage.health());
        return new Health(components);
    }

    /** Closes every part, whatever becomes of the others. */
    void close() {
        administration.ifPresent(admin -> closed("the administration", admin::close));
        webhooks.ifPresent(sender -> closed("the webhooks", sender::close));
        closed("the status lists", statusLists::close);
        // Before the exports: usage that reaches the ledger now is exported with earlier usage, and not apart from
        // it.
        closed("usage", usage::close);
        periods.ifPresent(watch -> closed("the watch over quota periods", watch::close));
        exports.ifPresent(sender -> closed("the exports of usage", sender::close));
        closed("the license store", licenseCache::close);
        closed("the catalog", catalogs::close);
        keys.forEach(source -> closed("a source of keys", source::close));
        closed("the schedule", schedule::close);
    }

    private static void closed(String what, Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            log.error("Closing {} failed; the rest is closed all the same", what, e);
        }
    }
}
