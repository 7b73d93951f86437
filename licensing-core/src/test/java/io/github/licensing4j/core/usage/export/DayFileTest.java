package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the content of a file after a failed write. */
class DayFileTest {
    @TempDir
    private Path directory;

    private final AtomicBoolean ill = new AtomicBoolean();

    @Test
    void removesLinesOfFailedWrite() throws Exception {
        Path path = directory.resolve("day.csv");
        DayFile file = new DayFile(path, new CsvLines(), channel -> {
            if (ill.get()) {
                throw new IOException("planted");
            }
        });
        ill.set(true);
        assertThatThrownBy(() -> file.append("a,1\r\n", List.of("a"))).hasMessage("planted");
        assertThat(path).isEmptyFile();
        ill.set(false);
        file.append("a,1\r\n", List.of("a"));
        String before = Files.readString(path);
        assertThat(before).endsWith("a,1\r\n");
        ill.set(true);
        assertThatThrownBy(() -> file.append("b,1\r\n", List.of("b"))).hasMessage("planted");
        assertThat(path).hasContent(before);
        assertThat(file.has("b")).isFalse();
        assertThat(file.has("a")).isTrue();
        ill.set(false);
        file.append("b,1\r\n", List.of("b"));
        assertThat(Files.readString(path)).isEqualTo(before + "b,1\r\n");
    }
}
