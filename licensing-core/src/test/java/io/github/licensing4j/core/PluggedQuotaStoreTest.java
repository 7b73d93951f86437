package io.github.licensing4j.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.core.KilledQuotaEngine.FileQuotaStore;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.spi.UsageQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what holds for a quota store of the host when its process is killed, and with two nodes. */
class PluggedQuotaStoreTest {
    private static final int KILLS = 2;

    @TempDir
    Path dir;

    @Test
    void keepsUnitsInFlightAtKillAsUsed() throws Exception {
        int answered = 0;
        for (int i = 0; i < KILLS; i++) {
            answered += answeredBefore(500);
        }
        answered += answeredBefore(Integer.MAX_VALUE);
        long billed = billed();
        long used;
        used = new FileQuotaStore(dir.resolve("quota")).used();
        int inFlight = KILLS * KilledQuotaEngine.THREADS;
        assertThat(used).as("what the store counts").isEqualTo(KilledQuotaEngine.AMOUNT);
        assertThat(billed).as("billed, %s answered", answered).isBetween((long) answered, answered + (long) inFlight);
        assertThat(used - billed).as("held at the kills and never billed").isBetween(0L, (long) inFlight);
    }

    @Test
    void countsNodesTogetherOnlyInSharedStore() throws IOException {
        KeyFile keys = KeyFile.ephemeral();
        String token = KilledQuotaEngine.token(keys);
        FileQuotaStore shared = new FileQuotaStore(dir.resolve("shared"));
        assertThat(granted(keys, token, shared, shared)).isEqualTo(KilledQuotaEngine.AMOUNT);
        assertThat(granted(keys, token, new FileQuotaStore(dir.resolve("one")), new FileQuotaStore(dir.resolve("two"))))
                .isEqualTo(2 * KilledQuotaEngine.AMOUNT);
    }

    private long granted(KeyFile keys, String token, FileQuotaStore ofOne, FileQuotaStore ofTwo) throws IOException {
        long granted = 0;
        try (LicensingEngine one =
                        KilledQuotaEngine.builder(dir, keys).quotas(ofOne).build();
                LicensingEngine two =
                        KilledQuotaEngine.builder(dir, keys).quotas(ofTwo).build()) {
            boolean isAny = true;
            while (isAny) {
                boolean byOne = KilledQuotaEngine.call(one, token);
                boolean byTwo = KilledQuotaEngine.call(two, token);
                granted += (byOne ? 1 : 0) + (byTwo ? 1 : 0);
                isAny = byOne || byTwo;
            }
        }
        return granted;
    }

    /** Runs the process until it has answered so often, and kills it; or until it is refused and ends. */
    private int answeredBefore(int calls) throws IOException, InterruptedException {
        Path errors = dir.resolve("stderr");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + dir,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledQuotaEngine.class.getName(),
                        dir.toString())
                .redirectError(errors.toFile())
                .start();
        int answered = 0;
        boolean isRefused = false;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                answered += line.equals("answered") ? 1 : 0;
                isRefused |= line.equals("refused");
                if (answered == calls) {
                    process.toHandle().destroyForcibly();
                    assertThat(process.waitFor()).as("it was killed").isEqualTo(137);
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
        }
        assertThat(isRefused || calls != Integer.MAX_VALUE)
                .as(() -> "ended by itself: " + text(errors))
                .isTrue();
        return answered;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private long billed() {
        try (JdbcStore store = JdbcStore.embedded(dir.resolve("store"))) {
            return store
                    .usage()
                    .usage(new UsageQuery(
                            KilledQuotaEngine.ISSUER,
                            new UsageSelection(null, null, null, "calls"),
                            Instant.EPOCH,
                            Instant.parse("2999-01-01T00:00:00Z"),
                            Set.of(UsageDimension.LICENSE),
                            UsageKind.CHARGED,
                            null,
                            1_000))
                    .items()
                    .stream()
                    .mapToLong(total -> total.units())
                    .sum();
        }
    }
}
