package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats events as CSV (RFC 4180), one event per line, the id first. */
final class CsvLines implements LineForm {
    private static final String HEADER =
            "id,issuer,license,customer,meter,units,window_start,window_end,revision,created_at\r\n";
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    @Override
    public String header() {
        return HEADER;
    }

    @Override
    public Optional<String> line(ExportEvent event) {
        List<String> texts =
                List.of(event.id(), event.license().issuer(), event.license().value(), event.customer(), event.meter());
        if (texts.stream().anyMatch(text -> text.chars().anyMatch(Character::isISOControl))) {
            return Optional.empty();
        }
        // Negative numbers are written as numbers.
        Stream<String> rest = Stream.of(
                event.quantity().amount().toPlainString(),
                event.hour().from().toString(),
                event.hour().to().toString(),
                Integer.toString(event.revision()),
                event.delivery().createdAt().toString());
        return Optional.of(
                Stream.concat(texts.stream().map(CsvLines::cell), rest).collect(Collectors.joining(",")) + "\r\n");
    }

    @Override
    public String id(ExportEvent event) {
        return cell(event.id());
    }

    @Override
    public String idIn(String line) {
        boolean quoted = line.startsWith("\"");
        for (int i = quoted ? 1 : 0; i < line.length(); i++) {
            if (line.charAt(i) == '"') {
                quoted = !quoted;
            } else if (line.charAt(i) == ',' && !quoted) {
                return line.substring(0, i);
            }
        }
        return "";
    }

    private static String cell(String text) {
        // Spreadsheets ignore spaces before a formula.
        String begun = text.stripLeading();
        String safe = !begun.isEmpty() && FORMULA.indexOf(begun.charAt(0)) >= 0 ? "'" + text : text;
        return safe.indexOf(',') >= 0 || safe.indexOf('"') >= 0 || !safe.equals(safe.strip())
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
