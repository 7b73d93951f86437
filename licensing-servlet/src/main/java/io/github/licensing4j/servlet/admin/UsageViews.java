package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.admin.CorrectionView;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
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

    static Map<String, Object> correction(CorrectionView correction, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", correction.id());
        view.put("license", correction.license());
        view.put("customer", correction.customer());
        view.put("plan", correction.plan().toString());
        view.put("meter", correction.meter());
        Views.putUnits(view, "units", catalog.units(correction.meter(), correction.units()));
        Views.put(view, "at", correction.at());
        Views.put(view, "key", correction.target().key());
        Views.put(view, "user", correction.target().user());
        if (!correction.target().grants().isEmpty()) {
            view.put(
                    "grant",
                    correction.target().grants().size() == 1
                            ? correction.target().grants().get(0)
                            : correction.target().grants());
        }
        Views.put(view, "createdAt", correction.entered().at());
        view.put("actor", correction.entered().actor());
        Views.put(view, "reason", correction.entered().reason());
        return view;
    }

    static Map<String, Object> grant(CreditGrantView grant, CatalogSummary catalog) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", grant.id());
        view.put("license", grant.license());
        view.put("limit", grant.limit());
        Views.put(view, "meter", grant.meter());
        String meter = Objects.requireNonNullElse(grant.meter(), "");
        Views.putUnits(view, "amount", catalog.units(meter, grant.amount()));
        Views.putUnits(view, "consumed", catalog.units(meter, grant.consumed()));
        view.put("priority", grant.priority());
        Views.put(view, "createdAt", grant.times().createdAt());
        Views.put(view, "effectiveAt", grant.times().effectiveAt());
        Views.put(view, "expiresAt", grant.times().expiresAt());
        Views.put(view, "voidedAt", grant.times().voidedAt());
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
