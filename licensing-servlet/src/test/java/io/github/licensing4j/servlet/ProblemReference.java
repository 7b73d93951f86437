package io.github.licensing4j.servlet;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.servlet.admin.AdminFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Generates docs/problems/README.md from the refusal codes and the failures of the admin API. */
final class ProblemReference {
    private static final String INTRODUCTION = """
            # Problem types

            Generated from the refusal codes and the failures of the admin API; the build fails if it differs. Refusals and failures are
            `application/problem+json` (RFC 9457). The `type` is `licensing.problems.base-uri`, by default `https://licensing4j.github.io/problems/`, with
            the code. Programs compare `code` or `type`; `title` is constant, `detail` is a sentence for people. `decision` leads to the reason in the log and in
            `GET /licenses/{id}/refusals`. `/token` answers as RFC 6749 §5.2 instead.
            """;
    /** Refusals of Spring Security, which the starter writes and its tests compare with the index. */
    private static final Map<String, Entry> SECURITY = Map.of(
            "access-denied", new Entry(403, "Access denied"),
            "csrf-token-invalid", new Entry(403, "CSRF token missing or invalid"));

    private ProblemReference() {}

    /**
     * One problem type.
     *
     * @param status its HTTP status
     * @param title its constant title
     */
    record Entry(int status, String title) {}

    static Map<String, Entry> refusals() {
        Map<String, Entry> refusals = new TreeMap<>();
        for (RefusalCode code : RefusalCode.values()) {
            ProblemType type = ProblemType.of(code);
            refusals.put(code.text(), new Entry(type.status(), type.title()));
        }
        return refusals;
    }

    /** Returns the failures that are no refusals. */
    static Map<String, Entry> failures() {
        Map<String, Entry> failures = new TreeMap<>(SECURITY);
        AdminFailures.all().forEach(type -> failures.put(type.code(), new Entry(type.status(), type.title())));
        failures.keySet().removeAll(refusals().keySet());
        return failures;
    }

    static String text() {
        var text = new StringBuilder(INTRODUCTION);
        table("Refusals of calls", refusals(), text);
        table("Failures of the admin API and of Spring Security", failures(), text);
        return text.toString();
    }

    private static void table(String title, Map<String, Entry> entries, StringBuilder text) {
        text.append("\n## ").append(title).append("\n\n| code | status | title |\n|---|---|---|\n");
        entries.forEach((code, entry) -> text.append("| [")
                .append(code)
                .append("](")
                .append(code)
                .append(".md) | ")
                .append(entry.status())
                .append(" | ")
                .append(entry.title())
                .append(" |\n"));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
