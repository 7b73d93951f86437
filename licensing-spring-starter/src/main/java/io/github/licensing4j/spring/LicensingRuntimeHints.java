package io.github.licensing4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image cannot find out: the resources that are read by name. */
final class LicensingRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("licensing.yaml");
        hints.resources().registerPattern("io/github/licensing4j/licensing.schema.json");
    }
}
