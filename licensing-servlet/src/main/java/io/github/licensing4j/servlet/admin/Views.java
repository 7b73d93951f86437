package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.admin.SigningKeys.SigningKeyView;
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

    static Map<String, Object> license(LicenseView license) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", license.id());
        view.put("customer", license.now().customer());
        view.put("plan", license.now().plan().toString());
        view.put("state", license.now().state().text());
        put(view, "createdAt", license.record().createdAt());
        put(view, "changedAt", license.record().changedAt());
        put(view, "anchor", license.now().anchor());
        put(view, "zone", license.now().zone().getId());
        put(view, "startsAt", license.term().startsAt());
        put(view, "expiresAt", license.term().expiresAt());
        putChanges(view, license);
        put(view, "suspendedAt", license.blocks().suspendedAt());
        put(view, "cancelledAt", license.blocks().cancelledAt());
        put(view, "revokedAt", license.blocks().revokedAt());
        if (license.overrides() != null) {
            view.put("overrides", Json.MAPPER.readValue(license.overrides(), Object.class));
        }
        if (!license.external().isEmpty()) {
            view.put("external", license.external());
        }
        view.put("revision", license.revision());
        return view;
    }

    private static void putChanges(Map<String, Object> view, LicenseView license) {
        if (license.trial() != null) {
            put(view, "trialEndsAt", license.trial().endsAt());
            put(view, "trialThen", license.trial().then());
        }
        if (license.planChange() != null) {
            view.put("planChange", planChange(license.planChange()));
        }
        if (license.debt() != null) {
            put(view, "pastDueSince", license.debt().since());
            put(view, "graceEndsAt", license.debt().graceEndsAt());
        }
    }

    private static Map<String, Object> planChange(LicenseView.PlanChange change) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("from", change.from().toString());
        view.put("to", change.to().toString());
        view.put("at", change.at().toString());
        view.put("usage", change.usage().name().toLowerCase(Locale.ROOT));
        return view;
    }

    /** Converts a key for callers, without the credential that it was made with. */
    static Map<String, Object> ownKey(ApiKeyView key) {
        Map<String, Object> view = key(key);
        view.remove("madeWith");
        return view;
    }

    static Map<String, Object> key(ApiKeyView key) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("keyId", key.id());
        view.put("license", key.license());
        view.put("masked", key.masked());
        if (!key.name().isEmpty()) {
            view.put("name", key.name());
        }
        if (!key.scopes().isEmpty()) {
            view.put("scopes", new TreeSet<>(key.scopes()));
        }
        Map<String, Object> bind = new LinkedHashMap<>();
        putAll(bind, "ips", key.bindings().ips());
        putAll(bind, "devices", List.copyOf(new TreeSet<>(key.bindings().devices())));
        putAll(bind, "users", List.copyOf(new TreeSet<>(key.bindings().users())));
        if (!bind.isEmpty()) {
            view.put("bind", bind);
        }
        put(view, "createdAt", key.times().createdAt());
        put(view, "expiresAt", key.times().expiresAt());
        put(view, "revokedAt", key.times().revokedAt());
        put(view, "replacedBy", key.replacedBy());
        if (key.madeWith() != null) {
            Map<String, Object> maker = new LinkedHashMap<>();
            put(maker, "keyId", key.madeWith().keyId());
            put(maker, "tokenId", key.madeWith().tokenId());
            view.put("madeWith", maker);
        }
        put(view, "lastUsedAt", key.times().lastUsedAt());
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

    static Map<String, Object> auditEntry(AuditEntryView entry) {
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
