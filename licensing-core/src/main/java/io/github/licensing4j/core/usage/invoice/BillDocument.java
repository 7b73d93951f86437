package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts a bill to the JSON text that a final invoice is stored as. Numbers are written as text, so that they are
 * read back exactly.
 */
public final class BillDocument {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private BillDocument() {}

    record Document(
            String license,
            String customer,
            String from,
            String to,
            @Nullable String currency,
            List<StoredLine> lines,
            String total,
            List<String> notes,
            List<StoredUse> uses,
            Set<String> corrections) {}

    record StoredLine(
            String kind,
            String description,
            String quantity,
            @Nullable String unitPrice,
            String amount) {}

    record StoredUse(
            String from,
            String to,
            String limit,
            @Nullable String meter,
            long used,
            long carried,
            String amount,
            @Nullable String currency) {}

    public static String write(Bill bill) {
        Invoice invoice = bill.invoice();
        return MAPPER.writeValueAsString(new Document(
                invoice.license(),
                invoice.customer(),
                invoice.from().toString(),
                invoice.to().toString(),
                invoice.currency() == null ? null : invoice.currency().getCurrencyCode(),
                invoice.lines().stream().map(BillDocument::stored).toList(),
                invoice.total().toString(),
                invoice.notes(),
                bill.uses().stream().map(BillDocument::stored).toList(),
                new TreeSet<>(bill.corrections())));
    }

    private static StoredLine stored(Line line) {
        BigDecimal price = line.unitPrice();
        return new StoredLine(
                line.kind().name(),
                line.description(),
                line.quantity().toString(),
                price == null ? null : price.toString(),
                line.amount().toString());
    }

    private static StoredUse stored(BilledUse use) {
        return new StoredUse(
                use.from().toString(),
                use.to().toString(),
                use.limit(),
                use.meter(),
                use.used(),
                use.carried(),
                use.amount().toString(),
                use.currency());
    }

    /**
     * Reads a bill.
     *
     * @param closedAt when it became final
     * @throws LicensingException if the text is not a bill
     */
    public static Bill read(String document, Instant closedAt) {
        try {
            Document read = MAPPER.readValue(document, Document.class);
            Invoice invoice = new Invoice(
                    read.license,
                    read.customer,
                    Instant.parse(read.from),
                    Instant.parse(read.to),
                    read.currency == null ? null : Currency.getInstance(read.currency),
                    read.lines.stream().map(BillDocument::line).toList(),
                    new BigDecimal(read.total),
                    read.notes,
                    closedAt);
            return new Bill(invoice, read.uses.stream().map(BillDocument::use).toList(), read.corrections);
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new LicensingException("a stored invoice cannot be read: " + e.getMessage(), e);
        }
    }

    private static Line line(StoredLine line) {
        return new Line(
                Kind.valueOf(line.kind),
                line.description,
                new BigDecimal(line.quantity),
                line.unitPrice == null ? null : new BigDecimal(line.unitPrice),
                new BigDecimal(line.amount));
    }

    private static BilledUse use(StoredUse use) {
        return new BilledUse(
                Instant.parse(use.from),
                Instant.parse(use.to),
                use.limit,
                use.meter,
                use.used,
                use.carried,
                new BigDecimal(use.amount),
                use.currency);
    }
}
