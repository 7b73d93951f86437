package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeyFile;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ResourceLoader;

/** Loads the host's own keys from the configured file, or generates them for this process. */
final class HostKeys {
    private static final Logger log = LoggerFactory.getLogger(HostKeys.class);

    private HostKeys() {}

    static KeyFile of(LicensingProperties.Keys keys, ResourceLoader resources) {
        String location = keys.location();
        if (location == null || location.isBlank()) {
            log.warn(
                    "Signing keys are generated for this process alone: its license tokens become invalid when it ends."
                            + " Set licensing.keys.location for anything but development.");
            return KeyFile.ephemeral();
        }
        if (Boolean.TRUE.equals(keys.generate())) {
            throw new LicensingException("licensing.keys.generate and licensing.keys.location contradict each other:"
                    + " expected only one of them");
        }
        Path file = Locations.file(
                location,
                "licensing.keys.location",
                "a JWK set or PEM file with the keys of license tokens, such as keygen writes",
                resources);
        return PropertyFault.named("licensing.keys.location", () -> KeyFile.read(file));
    }
}
