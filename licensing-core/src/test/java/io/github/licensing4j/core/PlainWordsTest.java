package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that main sources and documents use the terms of {@code docs/glossary.md}, not metaphors. */
class PlainWordsTest {
    private static final List<Word> WORDS = List.of(
            word("told", "notified, reported, returned, exported"),
            word("tells?", "notifies, reports, returns, exports"),
            word("nobody", "no caller, no thread, unknown"),
            word("whoever", "the caller, the first thread, the request that"),
            word("somebody", "a caller, an administrator, another process"),
            word("worded", "rendered"),
            word("burn(?:s|t|ed|ing)?", "consume, consumed"),
            phrase("(?:is|are|was|were|been) asked", "is called, is queried, is requested"),
            word("hears?", "is notified of"),
            word("heard", "notified of"),
            phrase("goes by", "uses, depends on"),
            phrase("as things stand", "currently"),
            phrase("at the first sight", "on first use"),
            phrase("(?:knows?|known?) of", "has, contains, reads"),
            word("tidily", "without errors"),
            phrase("lets? go of", "releases"),
            phrase("in order again", "valid again"),
            phrase("gives? back", "returns, releases"),
            phrase("given back", "returned, released"),
            word("believed?", "used, accepted"),
            word("speaks?", "represents, contains"),
            phrase("as it stands", "currently"),
            firstWord(
                    "Whether|How|When|What|Where|Who|Why|Which|Says",
                    "a first sentence with subject and verb, such as 'Returns whether'"),
            type("Desk", "a name of what it does, such as LicenseEvaluator, CreditGrants, ExportSender"),
            type("Shelf", "Table, SegmentCatalog"),
            word("tills?", "counters, CounterLevels"),
            type("Lender", "ConnectionSource"),
            type("Caretaker", "MaintenanceThread"),
            type("Arrivals", "CredentialAuthenticator"),
            type("Announcer", "SafeDecisionListener"));

    /**
     * Main sources of every module, their YAML and JSON resources, scripts and documents. Applied SQL scripts and ADRs never
     * change.
     */
    private static final Pattern FILES =
            Pattern.compile("(?:[^/]+/){1,2}src/main/(?:java/.*\\.java|resources/.*\\.(?:json|yaml|yml|md))"
                    + "|examples/run|benchmarks/run-[^/]+|docs/(?:problems/)?[^/]+\\.md|[^/]+\\.md");

    private record Word(Pattern pattern, String instead) {}

    @Test
    void usesPlainWords() throws IOException {
        assertThat(findings()).as("words that docs/glossary.md replaces").isEmpty();
    }

    @Test
    void findsWordsInSentencesAndNames() {
        String text = "/** Nobody is\n * asked. */ void wasTold() {}\nclass CreditDesk {}\n";

        assertThat(findings("A.java", text))
                .containsExactlyInAnyOrder(
                        "A.java:2: 'Told', use: notified, reported, returned, exported",
                        "A.java:1: 'Nobody', use: no caller, no thread, unknown",
                        "A.java:1: 'is asked', use: is called, is queried, is requested",
                        "A.java:3: 'CreditDesk', use: a name of what it does, such as LicenseEvaluator, CreditGrants,"
                                + " ExportSender");
    }

    @Test
    void findsFirstSentencesWithoutSubject() {
        assertThat(findings("A.java", "/** Whether it is open. */\n/**\n * How long it lasts.\n */\n"))
                .hasSize(2)
                .allMatch(finding -> finding.contains("use: a first sentence"));
        assertThat(findings("A.java", "/** Returns whether it is open. When it ends, it is closed. */"))
                .isEmpty();
    }

    @Test
    void ignoresWordsThatOnlyContainThem() {
        assertThat(findings("A.java", "Untold burnish of heartbeats; the user asked twice. int deskTop;"))
                .isEmpty();
    }

    /**
     * Matches a word, also as a part of a camel-case name. Each pattern looks at the first letter first, because few places
     * have it.
     */
    private static Word word(String regex, String instead) {
        String inner = Character.toUpperCase(regex.charAt(0)) + regex.substring(1);
        return new Word(
                Pattern.compile("(?i:(?=" + regex.charAt(0) + "))(?:(?<![A-Za-z])(?i:" + regex
                        + ")(?![a-z])|(?<=[a-z0-9])" + inner + "(?![a-z]))"),
                instead);
    }

    /** Matches words in sequence, also over the lines of a comment. */
    private static Word phrase(String regex, String instead) {
        return new Word(Pattern.compile("(?i)\\b" + regex.replace(" ", "(?:\\s|\\*|//)+") + "\\b"), instead);
    }

    /** Matches words with which a Javadoc comment starts. */
    private static Word firstWord(String regex, String instead) {
        return new Word(Pattern.compile("(?=[A-Z])(?<=/\\*\\*[\\s*]{1,30})(?:" + regex + ")\\b"), instead);
    }

    /** Matches type names that end with a metaphor. */
    private static Word type(String regex, String instead) {
        return new Word(Pattern.compile("(?=[A-Z])\\b(?:[A-Z][A-Za-z0-9]*)?" + regex + "\\b"), instead);
    }

    private static Stream<String> findings() throws IOException {
        return SourceTree.files(FILES).stream().flatMap(file -> findings(SourceTree.name(file), SourceTree.text(file)));
    }

    private static Stream<String> findings(String file, String text) {
        return WORDS.stream().flatMap(word -> {
            Matcher matcher = word.pattern().matcher(text);
            return matcher.results().map(found -> {
                long line = 1
                        + text.substring(0, found.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                String shown = found.group().replaceAll("(?:\\s|\\*|//)+", " ");
                return file + ":" + line + ": '" + shown + "', use: " + word.instead();
            });
        });
    }
}
