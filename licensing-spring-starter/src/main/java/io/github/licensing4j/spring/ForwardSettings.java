package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.servlet.ForwardedFields;

/** Reads the header fields for a backend from the properties. */
final class ForwardSettings {
    private ForwardSettings() {}

    /** @throws LicensingException if the prefix is not valid, or has no effect because no field is configured */
    static ForwardedFields of(LicensingProperties properties) {
        LicensingProperties.Forward forward = properties.forward();
        ForwardedFields none = ForwardedFields.none();
        if (forward.headers().isEmpty() && !forward.prefix().equals(none.prefix())) {
            throw new LicensingException("licensing.forward.prefix is '" + forward.prefix()
                    + "' and licensing.forward.headers is empty: expected some of issuer, license, customer and plan");
        }
        try {
            return new ForwardedFields(forward.prefix(), forward.headers());
        } catch (LicensingException e) {
            throw new LicensingException("licensing.forward.prefix: " + e.getMessage(), e);
        }
    }
}
