package io.github.licensing4j.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A data directory with an embedded database, a journal and an audit key. */
abstract class EmbeddedStoreFixture {
    @TempDir
    Path dir;

    Path data;

    @BeforeEach
    final void makeDirectory() throws IOException {
        data = Files.createDirectories(dir.resolve("data"));
    }

    /** @param accepted the names of accepted losses */
    final AdminFixture start(String... accepted) {
        return AdminFixture.embedded(data, accepted);
    }
}
