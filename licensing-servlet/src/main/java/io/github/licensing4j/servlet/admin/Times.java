package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Instants of a query. */
final class Times {
    private Times() {}

    /** An instant, or the start of a date in UTC; null if the parameter is absent. */
    static @Nullable Instant instant(Query query, String name) {
        String text = query.text(name);
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidFieldException(
                    name, "expected an instant such as 2026-01-31T00:00:00Z, or a date such as 2026-01-31");
        }
    }
}
