package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.usage.export.FileSettings.Format;
import io.github.licensing4j.spi.UsageExporter;
import io.github.licensing4j.tck.UsageExporterContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The exporter to files keeps the contract of exporters. */
class FileExporterContractTest extends UsageExporterContract {
    private static final int METER = 4;
    private static final int UNITS = 5;

    @TempDir
    private Path directory;

    private static UsageExporter exporter(Path directory) {
        return new FileExporter(new FileSettings(directory, Format.CSV));
    }

    @Override
    protected UsageExporter exporter() {
        return exporter(directory.resolve("usage"));
    }

    @Override
    protected UsageExporter unreachableExporter() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        return exporter(file.resolve("usage"));
    }

    @Override
    protected BigDecimal received(String meter) throws IOException {
        BigDecimal units = BigDecimal.ZERO;
        try (Stream<Path> files = Files.list(directory.resolve("usage"))) {
            List<Path> tables =
                    files.filter(file -> file.toString().endsWith(".csv")).toList();
            for (Path table : tables) {
                units = Files.readAllLines(table).stream()
                        .map(line -> List.of(line.split(",", -1)))
                        .filter(cells -> cells.get(METER).equals(meter))
                        .map(cells -> new BigDecimal(cells.get(UNITS)))
                        .reduce(units, BigDecimal::add);
            }
        }
        return units;
    }
}
