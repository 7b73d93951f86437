package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeyFile;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ResourceLoader;

/** The host's own keys, from the file that is set or made for this process. */
final class HostKeys {
    private static final Logger log = LoggerFactory.getLogger(HostKeys.class);

    private HostKeys() {}

    static KeyFile of(LicensingProperties.Keys keys, ResourceLoader resources) {
        String location = keys.location();
        if (location == null || location.isBlank()) {
            log.warn("Signing keys are made for this process alone: every license token dies with it."
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
                "a JWK set or PEM file with the keys of license tokens, which keygen makes",
                resources);
        return PropertyFault.named("licensing.keys.location", () -> KeyFile.read(file));
    }
}
