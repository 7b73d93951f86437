package io.github.licensing4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers the resources that are read by name, for native images. */
final class LicensingRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("licensing.yaml");
        hints.resources().registerPattern("io/github/licensing4j/licensing.schema.json");
    }
}
