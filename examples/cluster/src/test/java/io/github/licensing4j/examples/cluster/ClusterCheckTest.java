package io.github.licensing4j.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the checks of {@code examples/run cluster --check}. */
class ClusterCheckTest {
    private static final int REVOCATIONS = 100;

    @TempDir
    Path directory;

    @Test
    @Tag("proof")
    void everyCheckPasses() throws Exception {
        Path keys = directory.resolve("keys.json");
        Process keygen = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.github.licensing4j.core.cli.Main",
                        "keygen",
                        "--out",
                        keys.toString())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        Path catalog = Path.of("licensing.yaml").toAbsolutePath();
        assertThat(catalog).exists();
        Path own = Files.createDirectory(directory.resolve("cluster"));

        try (Cluster cluster = Cluster.start(new Settings(catalog, keys, own, "a1b2c3d4e5f60718".repeat(4)), 0)) {
            assertThat(new ClusterCheck(cluster, REVOCATIONS).run()).isZero();
        }
    }
}
