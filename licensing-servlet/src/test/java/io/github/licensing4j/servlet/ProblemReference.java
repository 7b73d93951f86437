package io.github.licensing4j.servlet;

import io.github.licensing4j.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Generates docs/problems/README.md from the refusal codes and the failures of the admin API. */
final class ProblemReference {
    private static final String INTRODUCTION = """
            # Problem types

            Generated from the refusal codes and the failures of the admin API; the build fails if it differs. Refusals and failures are
            `application/problem+json` (RFC 9457). The `type` is `licensing.problems.base-uri`, by default `https://licensing4j.github.io/problems/`, with
            the code. Programs compare `code` or `type`; `title` is constant, `detail` is a sentence for people. `decision` leads to the reason in the log and in
            `GET /licenses/{id}/refusals`. `/token` answers as RFC 6749 §5.2 instead.
            """;
    private static final Pattern FAILURE = Pattern.compile("(\\d{3}),\\s*\"([a-z]+(?:-[a-z]+)*)\",\\s*\"([^\"]+)\"");
    private static final Pattern KIND = Pattern.compile("new Kind\\(\\s*\"([a-z-]+)\",\\s*\"([^\"]+)\"");
    private static final Path ADMIN = Path.of("src/main/java/io/github/licensing4j/servlet/admin");
    private static final Path STARTER =
            Path.of("../licensing-spring-starter/src/main/java/io/github/licensing4j/spring/ForbiddenProblem.java");

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

    /** The failures that are no refusals, as the sources write them. */
    static Map<String, Entry> failures() throws IOException {
        Map<String, Entry> failures = new TreeMap<>();
        try (Stream<Path> sources = Files.list(ADMIN)) {
            sources.forEach(source -> FAILURE.matcher(text(source))
                    .results()
                    .forEach(found ->
                            failures.put(found.group(2), new Entry(Integer.parseInt(found.group(1)), found.group(3)))));
        }
        KIND.matcher(text(STARTER))
                .results()
                .forEach(found -> failures.put(found.group(1), new Entry(403, found.group(2))));
        failures.keySet().removeAll(refusals().keySet());
        return failures;
    }

    static String text() throws IOException {
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
