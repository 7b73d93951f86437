package io.github.licensing4j.examples.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.examples.checks.Checks.Bounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Checks checks = new Checks(new PrintStream(printed, true, UTF_8));

    @Test
    void passesIfEveryCheckHolds() {
        checks.equal("granted", 600L, 600L);
        checks.atMost("millis", 100, 100);
        checks.between("answered", new Bounds(1, 3), 3);

        assertThat(checks.finish()).isZero();
        assertThat(printed.toString(UTF_8))
                .contains("expected 600, measured 600")
                .endsWith("3 checks passed\n");
    }

    @Test
    void failsIfOneValueDiffers() {
        checks.equal("granted", 600L, 600L);
        checks.equal("settled", 600L, 601L);

        assertThat(checks.finish()).isEqualTo(1);
        assertThat(printed.toString(UTF_8))
                .contains("FAILED settled")
                .contains("expected 600, measured 601")
                .endsWith("1 of 2 checks failed\n");
    }

    @Test
    void failsBeyondBounds() {
        checks.atMost("millis", 100, 101);
        checks.between("answered", new Bounds(1, 3), 0);
        checks.between("answered", new Bounds(1, 3), 4);

        assertThat(checks.finish()).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).endsWith("3 of 3 checks failed\n");
    }

    @Test
    void failsWithoutAnswer() {
        checks.broken("the service answers", new IOException("connection refused"));

        assertThat(checks.finish()).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).contains("connection refused");
    }

    @Test
    void failsWithoutAnyCheck() {
        assertThat(checks.finish()).isEqualTo(1);
    }
}
