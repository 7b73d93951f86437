package io.github.licensing4j.spring;

import java.nio.file.Path;
import java.util.List;

/** Runs the management scenarios on the embedded store. */
class EmbeddedManagementTest extends ManagementScenarios {
    @Override
    List<String> store(Path dir) {
        return List.of("licensing.store.data-dir=" + dir.resolve("licensing"), "licensing.keys.generate=false");
    }
}
