package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.admin.AuditTrail.Verification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after {@code kill -9}, the store opens again, and the audit log still proves itself. */
class KilledWriterTest {
    @TempDir
    Path dir;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        kill(3, 1_000);
    }

    @Test
    @Tag("proof")
    void losesNoAcknowledgedWriteInTwentyKills() throws Exception {
        kill(20, 10_000);
    }

    private void kill(int times, int writes) throws Exception {
        List<String> acknowledged = new ArrayList<>();
        Random random = new Random(20261121);
        int each = writes / times;
        for (int i = 0; i < times; i++) {
            acknowledged.addAll(runAndKill(each + random.nextInt(each / 4)));
            check(acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(writes / times * times);
        System.out.printf("%d kills, %d acknowledged writes, 0 lost%n", times, acknowledged.size());
    }

    private List<String> runAndKill(int writes) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = out.readLine();
            while (line != null) {
                if (line.matches("(license|key|suspended) \\S+")) {
                    acknowledged.add(line);
                }
                if (acknowledged.size() == writes) {
                    // On Linux this is kill -9. By its handle, so that what it said until then can still be read.
                    child.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        }
        assertThat(child.waitFor()).as("the child was killed, it did not end").isEqualTo(137);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(writes);
        return acknowledged;
    }

    private void check(List<String> acknowledged) {
        try (AdminFixture fixture = KilledWriter.open(dir)) {
            for (String line : acknowledged) {
                String id = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("key")) {
                    assertThat(fixture.store.credentials().key(EngineFixture.ISSUER, id))
                            .as(line)
                            .isPresent();
                } else {
                    var license = fixture.license(id);
                    assertThat(license.revision()).as(line).isPositive();
                    if (line.startsWith("suspended")) {
                        assertThat(license.license().state()).as(line).isEqualTo(LicenseState.SUSPENDED);
                    }
                }
            }
            Verification verification = fixture.admin.audit().verify();
            assertThat(verification.broken()).isEmpty();
            assertThat(verification.entries()).isGreaterThanOrEqualTo(acknowledged.size());
            assertThat(fixture.store.feed().since(0, Integer.MAX_VALUE))
                    .hasSize((int) fixture.store.feed().generation());
        }
    }
}
