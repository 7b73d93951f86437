package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyView;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.servlet.admin.CredentialResponses.SigningKeyJson;
import io.github.licensing4j.servlet.admin.KeyJson.BindingJson;
import io.github.licensing4j.servlet.admin.KeyJson.MakerJson;
import io.github.licensing4j.servlet.admin.KeyJson.RestraintJson;
import io.github.licensing4j.servlet.admin.LicenseJson.PlanChangeJson;
import io.github.licensing4j.servlet.admin.OperationResponses.AuditEntryJson;
import io.github.licensing4j.servlet.admin.OperationResponses.RecentRefusalJson;
import io.github.licensing4j.servlet.admin.OperationResponses.RecentRefusalsJson;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Converts licenses, keys, refusals and audit entries to response bodies. */
final class Views {
    private Views() {}

    static LicenseJson license(LicenseView license) {
        return new LicenseJson(
                license.id(),
                license.license().customer(),
                license.license().plan(),
                license.license().state(),
                new LicenseJson.Recorded(
                        license.record().createdAt(), license.record().changedAt()),
                term(license),
                license.planChange() == null ? null : planChange(license.planChange()),
                ended(license),
                new LicenseJson.Custom(
                        overrides(license.overrides()),
                        license.external(),
                        license.signatures() == CallSignatures.OPTIONAL ? null : license.signatures(),
                        binding(license.bindings())),
                license.revision());
    }

    private static LicenseJson.Term term(LicenseView license) {
        LicenseView.Trial trial = license.trial();
        return new LicenseJson.Term(
                license.license().anchor(),
                license.license().zone(),
                license.term().startsAt(),
                license.term().expiresAt(),
                trial == null ? null : trial.endsAt(),
                trial == null ? null : trial.then());
    }

    private static PlanChangeJson planChange(LicenseView.PlanChange change) {
        return new PlanChangeJson(change.from(), change.to(), change.at(), change.usage());
    }

    private static LicenseJson.Ended ended(LicenseView license) {
        LicenseView.Debt debt = license.debt();
        return new LicenseJson.Ended(
                debt == null ? null : debt.since(),
                debt == null ? null : debt.graceEndsAt(),
                license.blocks().suspendedAt(),
                license.blocks().cancelledAt(),
                license.blocks().revokedAt());
    }

    private static @Nullable Overrides overrides(@Nullable String json) {
        return json == null ? null : new Overrides(Json.MAPPER.readValue(json, ObjectNode.class));
    }

    static KeyJson key(ApiKeyView key) {
        ApiKeyView.Times times = key.times();
        return new KeyJson(
                key.id(),
                null,
                key.license(),
                key.masked(),
                key.name().isEmpty() ? null : key.name(),
                new KeyJson.Use(new TreeSet<>(key.scopes()), binding(key.bindings())),
                new KeyJson.Lifetime(times.createdAt(), times.expiresAt(), times.revokedAt(), key.replacedBy()),
                key.madeWith() == null
                        ? null
                        : new MakerJson(key.madeWith().keyId(), key.madeWith().tokenId()),
                times.lastUsedAt(),
                restraint(key.restraint()));
    }

    private static @Nullable RestraintJson restraint(ApiKeyView.@Nullable Restraint restraint) {
        return restraint == null ? null : new RestraintJson(restraint.action(), restraint.until(), restraint.signal());
    }

    static SignatureKeyJson signatureKey(SignatureKeyView key) {
        SignatureKeyView.Times times = key.times();
        return new SignatureKeyJson(
                key.id(),
                null,
                key.license(),
                key.algorithm(),
                key.jwk() == null ? null : Jwk.parse(key.jwk()),
                key.use().name().isEmpty() ? null : key.use().name(),
                new KeyJson.Use(
                        new TreeSet<>(key.use().scopes()), binding(key.use().bindings())),
                new SignatureKeyJson.Lifetime(times.createdAt(), key.use().expiresAt(), times.revokedAt()),
                times.lastUsedAt());
    }

    private static @Nullable BindingJson binding(CallerBindings bound) {
        return bound.areNone()
                ? null
                : new BindingJson(
                        bound.ips(),
                        new TreeSet<>(bound.devices()),
                        new TreeSet<>(bound.users()),
                        new TreeSet<>(bound.organisations()));
    }

    static SigningKeyJson signingKey(SigningKeyView key) {
        return new SigningKeyJson(key.kid(), key.algorithm(), key.use(), key.createdAt());
    }

    static AuditEntryJson auditEntry(AuditEntryView entry) {
        return new AuditEntryJson(
                entry.seq(),
                entry.chain(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.license(),
                entry.subject(),
                entry.reason(),
                entry.details());
    }

    static RecentRefusalsJson refusals(RecentRefusals recent) {
        return new RecentRefusalsJson(
                recent.refusals().stream().map(Views::refusal).toList(), recent.node(), recent.since());
    }

    private static RecentRefusalJson refusal(RecentRefusal refusal) {
        return new RecentRefusalJson(
                refusal.decision(),
                refusal.at(),
                refusal.code().text(),
                refusal.detail(),
                refusal.plan(),
                refusal.limit(),
                refusal.mode());
    }
}
