package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The fields that signatures cover. */
class SignatureFieldsTest {
    private final SignatureFixture signatures = new SignatureFixture();

    @Test
    @DisplayName(
            "RFC 9421 §2.1: lines are joined in their order, trimmed, with folded lines as a space; an empty field is empty")
    void joinsLines() {
        signatures.accepts(signatures
                .draft()
                .header("X-OWS-Header", "  Leading and trailing whitespace. \t")
                .header("X-Obs-Fold-Header", "Obsolete\r\n    line folding.")
                .header("Cache-Control", "max-age=60")
                .header("Cache-Control", "   must-revalidate")
                .header("X-Empty-Header", "")
                .covers("\"cache-control\"", "max-age=60, must-revalidate")
                .covers("\"x-ows-header\"", "Leading and trailing whitespace.")
                .covers("\"x-obs-fold-header\"", "Obsolete line folding.")
                .covers("\"x-empty-header\"", "")
                .call());
    }

    @Test
    @DisplayName("RFC 9421 §2.1.1, §2.1.2, §2.1.3: covers strict fields, members, and lines as bytes")
    void coversForms() {
        signatures.accepts(signatures
                .draft()
                .header("Priority", " u=1,   i;x=?1")
                .header("Example-Header", "value, with, lots")
                .header("Example-Header", "of, commas")
                .header("X-Latin", "caf\u00e9")
                .covers("\"priority\";sf", "u=1, i;x")
                .covers("\"priority\";key=\"i\"", "?1;x")
                .covers("\"priority\";sf;key=\"u\"", "1")
                .covers("\"example-header\";bs", ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:")
                .covers("\"x-latin\";bs", ":Y2Fm6Q==:")
                .call());
    }

    @Test
    @DisplayName("RFC 9421 §2.5, §7.5.6: refuses fields with line breaks, and with other than ASCII without 'bs'")
    void refusesForgedLines() {
        Draft forged = signatures.draft().header("X-Note", "a\n\"@path\": /other");
        assertThat(signatures.rejects(
                        forged.covers("\"x-note\"", "a\n\"@path\": /other").call()))
                .isEqualTo("it covers a field with a line break");
        Draft latin = signatures.draft().header("X-Note", "caf\u00e9");
        assertThat(signatures.rejects(latin.covers("\"x-note\"", "caf?").call()))
                .isEqualTo("it covers a field with characters that are not ASCII, without 'bs'");
        Draft control = signatures.draft().header("X-Note", "a\u0000b");
        signatures.rejects(control.covers("\"x-note\"", "a\u0000b").call());
    }
}
