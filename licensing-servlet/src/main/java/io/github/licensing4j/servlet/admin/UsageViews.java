package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.UsageAdmin.GrantView;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.UsageCorrection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts usage to JSON members in their order, in units of the meters. */
final class UsageViews {
    private UsageViews() {}

    static Map<String, Object> correction(UsageCorrection correction, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", correction.id());
        view.put("license", correction.license().value());
        view.put("customer", correction.customer());
        view.put("plan", correction.plan().toString());
        view.put("meter", correction.meter());
        Views.putUnits(view, "units", catalog.units(correction.meter(), correction.units()));
        Views.put(view, "at", correction.at());
        Views.put(view, "key", correction.key());
        Views.put(view, "user", correction.user());
        if (!correction.grants().isEmpty()) {
            view.put(
                    "grant",
                    correction.grants().size() == 1 ? correction.grants().get(0) : correction.grants());
        }
        Views.put(view, "createdAt", correction.createdAt());
        view.put("actor", correction.actor());
        Views.put(view, "reason", correction.reason());
        return view;
    }

    static Map<String, Object> grant(GrantView shown, CatalogSummary catalog) {
        CreditGrant grant = shown.grant();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", grant.id());
        view.put("license", grant.license().value());
        view.put("limit", grant.limit());
        Views.put(view, "meter", shown.meter());
        String meter = Objects.requireNonNullElse(shown.meter(), "");
        Views.putUnits(view, "amount", catalog.units(meter, grant.amount()));
        Views.putUnits(view, "consumed", catalog.units(meter, shown.consumed()));
        view.put("priority", grant.priority());
        Views.put(view, "createdAt", grant.createdAt());
        Views.put(view, "effectiveAt", grant.effectiveAt());
        Views.put(view, "expiresAt", grant.expiresAt());
        Views.put(view, "voidedAt", grant.voidedAt());
        return view;
    }

    static Map<String, Object> invoice(Invoice invoice) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("license", invoice.license());
        view.put("customer", invoice.customer());
        Views.put(view, "from", invoice.from());
        Views.put(view, "to", invoice.to());
        putLines(view, invoice.currency(), invoice.lines());
        view.put("total", invoice.total());
        view.put("notes", List.copyOf(invoice.notes()));
        Views.put(view, "closedAt", invoice.closedAt());
        return view;
    }

    static Map<String, Object> customerInvoice(CustomerInvoice invoice) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("customer", invoice.customer());
        Views.put(view, "from", invoice.from());
        Views.put(view, "to", invoice.to());
        putLines(view, invoice.currency(), invoice.lines());
        view.put("total", invoice.total());
        view.put("notes", List.copyOf(invoice.notes()));
        Views.put(view, "closedAt", invoice.closedAt());
        return view;
    }

    private static void putLines(Map<String, Object> view, @Nullable Currency currency, List<Invoice.Line> lines) {
        Views.put(view, "currency", currency == null ? null : currency.getCurrencyCode());
        view.put("lines", lines.stream().map(UsageViews::line).toList());
    }

    private static Map<String, Object> line(Invoice.Line line) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kind", text(line.kind()));
        view.put("description", line.description());
        view.put("quantity", line.quantity());
        if (line.unitPrice() != null) {
            view.put("unitPrice", line.unitPrice());
        }
        view.put("amount", line.amount());
        return view;
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
