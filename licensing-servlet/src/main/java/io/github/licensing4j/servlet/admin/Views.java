package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.ApiKeys.KeyView;
import io.github.licensing4j.admin.ManagedLicense;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.LicenseRecord;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Converts licenses, keys, tokens and catalogs to JSON members in their order; absent values are left out. */
final class Views {
    private Views() {}

    static Map<String, Object> license(ManagedLicense license) {
        LicenseRecord stored = license.stored();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", license.id());
        view.put("customer", stored.customer());
        view.put("plan", license.now().plan().toString());
        view.put("state", license.now().state().text());
        put(view, "createdAt", stored.createdAt());
        put(view, "changedAt", stored.changedAt());
        put(view, "anchor", license.now().anchor());
        put(view, "zone", stored.zone().getId());
        put(view, "startsAt", stored.startsAt());
        put(view, "expiresAt", stored.expiresAt());
        if (stored.trial() != null) {
            put(view, "trialEndsAt", stored.trial().endsAt());
            put(view, "trialThen", stored.trial().then());
        }
        if (stored.change() != null) {
            view.put("planChange", planChange(stored.change()));
        }
        if (stored.debt() != null) {
            put(view, "pastDueSince", stored.debt().since());
            put(view, "graceEndsAt", stored.debt().graceEndsAt());
        }
        put(view, "suspendedAt", stored.suspendedAt());
        put(view, "cancelledAt", stored.cancelledAt());
        put(view, "revokedAt", stored.revokedAt());
        if (stored.overrides() != null) {
            view.put("overrides", Json.MAPPER.readValue(stored.overrides(), Object.class));
        }
        if (!stored.external().isEmpty()) {
            view.put("external", stored.external());
        }
        view.put("revision", stored.revision());
        return view;
    }

    private static Map<String, Object> planChange(LicenseRecord.PlanChange change) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("from", change.from().toString());
        view.put("to", change.to().toString());
        view.put("at", change.at().toString());
        view.put("usage", change.usage().name().toLowerCase(Locale.ROOT));
        return view;
    }

    /** Converts a key for callers, without the credential that it was made with. */
    static Map<String, Object> ownKey(KeyView key) {
        Map<String, Object> view = key(key);
        view.remove("madeWith");
        return view;
    }

    static Map<String, Object> key(KeyView key) {
        ApiKeyRecord stored = key.stored();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("keyId", stored.id());
        view.put("license", stored.license().value());
        view.put("masked", stored.masked());
        if (!stored.name().isEmpty()) {
            view.put("name", stored.name());
        }
        if (!stored.scopes().isEmpty()) {
            view.put("scopes", new TreeSet<>(stored.scopes()));
        }
        Map<String, Object> bind = new LinkedHashMap<>();
        putAll(bind, "ips", stored.ips());
        putAll(bind, "devices", List.copyOf(new TreeSet<>(stored.devices())));
        putAll(bind, "users", List.copyOf(new TreeSet<>(stored.users())));
        if (!bind.isEmpty()) {
            view.put("bind", bind);
        }
        put(view, "createdAt", stored.createdAt());
        put(view, "expiresAt", stored.expiresAt());
        put(view, "revokedAt", stored.revokedAt());
        put(view, "replacedBy", stored.replacedBy());
        KeyOrigin origin = stored.origin();
        if (origin != null) {
            Map<String, Object> maker = new LinkedHashMap<>();
            put(maker, "keyId", origin.keyId());
            put(maker, "tokenId", origin.tokenId());
            view.put("madeWith", maker);
        }
        put(view, "lastUsedAt", key.lastUsedAt());
        return view;
    }

    static Map<String, Object> signingKey(SigningKeyView key) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kid", key.kid());
        view.put("alg", key.algorithm());
        view.put("use", key.use().name().toLowerCase(Locale.ROOT));
        put(view, "createdAt", key.createdAt());
        return view;
    }

    static Map<String, Object> auditEntry(AuditEntry entry) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("seq", entry.seq());
        view.put("chain", entry.chain());
        put(view, "at", entry.at());
        view.put("actor", entry.actor());
        view.put("action", entry.action());
        put(view, "license", entry.license());
        put(view, "subject", entry.subject());
        put(view, "reason", entry.reason());
        if (!entry.details().isEmpty()) {
            view.put("details", entry.details());
        }
        return view;
    }

    static Map<String, Object> refusals(RecentRefusals recent) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("refusals", recent.refusals().stream().map(Views::refusal).toList());
        view.put("node", recent.node());
        put(view, "since", recent.since());
        return view;
    }

    private static Map<String, Object> refusal(RecentRefusal refusal) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("decision", refusal.decision());
        put(view, "at", refusal.at());
        view.put("code", refusal.code().text());
        view.put("detail", refusal.detail());
        put(view, "plan", refusal.plan());
        put(view, "limit", refusal.limit());
        view.put("mode", refusal.mode().name().toLowerCase(Locale.ROOT));
        return view;
    }

    /** Converts a page of items with the cursor of the next page. */
    static Map<String, Object> page(String name, List<?> items, @Nullable String next) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(name, items);
        put(view, "next", next);
        return view;
    }

    static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value.toString());
        }
    }

    /** Adds units of a meter; left out if its scale is unknown. */
    static void putUnits(Map<String, Object> view, String name, @Nullable BigDecimal units) {
        if (units != null) {
            view.put(name, units);
        }
    }

    private static void putAll(Map<String, Object> view, String name, List<String> values) {
        if (!values.isEmpty()) {
            view.put(name, values);
        }
    }
}
