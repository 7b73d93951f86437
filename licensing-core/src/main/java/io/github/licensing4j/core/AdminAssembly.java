package io.github.licensing4j.core;

import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.RefusalCounts;
import io.github.licensing4j.core.admin.RefusalMemory;
import io.github.licensing4j.core.admin.UsageParts;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.webhook.WebhookSender;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the license management and the webhooks. Used once, by {@link Assembly}. */
final class AdminAssembly {
    private final LicensingBuilder settings;
    private final String issuer;
    private final String audience;
    private final StoreOptions stored;
    private final InstantSource time;
    private final List<AuditChain.AuditAction> startActs;
    private final Schedule schedule;

    /**
     * @param issuer the host's own, which is set
     * @param audience the host's own, which is set
     * @param startActs audit entries about this start
     */
    AdminAssembly(
            LicensingBuilder settings,
            String issuer,
            String audience,
            InstantSource time,
            List<AuditChain.AuditAction> startActs,
            Schedule schedule) {
        this.schedule = schedule;
        this.settings = settings;
        this.issuer = issuer;
        this.audience = audience;
        this.stored = settings.stored;
        this.time = time;
        this.startActs = startActs;
    }

    /**
     * Builds the license management; empty where licenses are not stored.
     *
     * @param refusals counts the refusals of calls
     * @param recent the last refusals of each license
     */
    Optional<Administration> administration(
            LiveCatalog catalogs,
            LicenseCache cache,
            LimitStatusReader readings,
            RefusalCounts refusals,
            RefusalMemory recent,
            UsageParts usage) {
        if (!stored.hasStore()) {
            return Optional.empty();
        }
        KeyFile file = settings.ownKeys.stream()
                .filter(KeyFile.class::isInstance)
                .map(KeyFile.class::cast)
                .findFirst()
                .orElse(null);
        Administration made = new Administration(new Administration.Parts(
                issuer,
                settings.trusted.stream().map(TrustedIssuer::issuer).collect(Collectors.toUnmodifiableSet()),
                stored.node(),
                stored.store(),
                cache,
                catalogs,
                time,
                stored.auditKey(),
                stored.acceptedLosses(),
                startActs,
                tokenIssuer(file),
                Optional.ofNullable(settings.ring),
                file,
                stored.tokens(),
                stored.listener(),
                stored.webhooks().endpoints(),
                readings::of,
                refusals,
                recent,
                stored.feedInterval(),
                stored.auditRetention(),
                usage,
                schedule));
        return Optional.of(made);
    }

    private LicenseTokenIssuer tokenIssuer(@Nullable KeyFile file) {
        if (settings.ring != null) {
            return new LicenseTokenIssuer(issuer, audience, settings.ring, time);
        }
        return file == null ? LicenseTokenIssuer.none(time) : LicenseTokenIssuer.lazy(issuer, audience, file, time);
    }

    /** Builds the sender of webhooks; empty where none are configured. */
    Optional<WebhookSender> webhooks() {
        if (stored.webhooks().endpoints().isEmpty()) {
            return Optional.empty();
        }
        WebhookSender sender = new WebhookSender(stored.store().outbox(), stored.webhooks(), time, schedule);
        return Optional.of(sender);
    }
}
