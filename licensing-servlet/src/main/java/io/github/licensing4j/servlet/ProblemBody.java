package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.License;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Upgrade;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Renders a refusal as {@code application/problem+json} (RFC 9457), in ASCII, so that it is the same in every charset.
 */
final class ProblemBody {
    private final JsonFactory json = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private final String base;
    private final Supplier<CatalogSummary> catalog;

    /**
     * @param base the base of problem types
     * @param catalog the live catalog, for the units of its meters
     */
    ProblemBody(String base, Supplier<CatalogSummary> catalog) {
        this.base = base;
        this.catalog = catalog;
    }

    byte[] of(Refusal refusal, ProblemType type) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeStringProperty("type", base + refusal.code().text());
            out.writeStringProperty("title", type.title());
            out.writeNumberProperty("status", type.status());
            out.writeStringProperty("detail", refusal.detail());
            out.writeStringProperty("code", refusal.code().text());
            writeLicense(refusal.license(), out);
            writeLimit(refusal.limit(), out);
            writeUpgrade(refusal.upgrade(), out);
            out.writeStringProperty("decision", refusal.id());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeLicense(@Nullable License license, JsonGenerator out) {
        if (license != null) {
            out.writeStringProperty("license", license.id().value());
            out.writeStringProperty("plan", license.plan().toString());
        }
    }

    private void writeLimit(@Nullable LimitStatus status, JsonGenerator out) {
        if (status == null) {
            return;
        }
        out.writeObjectPropertyStart("limit");
        out.writeStringProperty("name", status.limit().name());
        String meter = status.limit().meter();
        if (meter != null) {
            out.writeStringProperty("meter", meter);
        }
        CatalogSummary live = catalog.get();
        writeUnits("amount", live.units(status.limit(), LimitFields.amount(status)), out);
        writeUnits("used", live.units(status.limit(), status.used()), out);
        if (status.resetsAt() != null) {
            out.writeStringProperty("resetsAt", status.resetsAt().toString());
        }
        out.writeEndObject();
    }

    /** Writes units; those of a meter with an unknown scale are left out. */
    private static void writeUnits(String name, @Nullable BigDecimal units, JsonGenerator out) {
        if (units != null) {
            out.writeNumberProperty(name, units);
        }
    }

    private static void writeUpgrade(@Nullable Upgrade upgrade, JsonGenerator out) {
        if (upgrade == null) {
            return;
        }
        out.writeObjectPropertyStart("upgrade");
        out.writeArrayPropertyStart("plans");
        upgrade.plans().forEach(plan -> out.writeString(plan.toString()));
        out.writeEndArray();
        if (upgrade.url() != null) {
            out.writeStringProperty("url", upgrade.url().toString());
        }
        out.writeEndObject();
    }
}
