package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads instants of a query. */
final class Times {
    static final String EXPECTED = "an instant such as 2026-01-31T00:00:00Z, or a date such as 2026-01-31";

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    /** Returns an instant, or the start of a date in UTC; null if the parameter is absent. */
    static @Nullable Instant instant(Query query, String name) {
        String text = query.text(name);
        if (text == null) {
            return null;
        }
        try {
            return parse(text);
        } catch (DateTimeException e) {
            throw new InvalidFieldException(name, "expected " + EXPECTED);
        }
    }

    /**
     * Reads an instant of the years 1 to 9999, or the start of a date in UTC.
     *
     * @throws DateTimeException if the text is neither
     */
    static Instant parse(String text) {
        Instant instant = text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("not within the years 1 to 9999");
        }
        return instant;
    }
}
