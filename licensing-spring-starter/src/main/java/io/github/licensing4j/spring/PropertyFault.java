package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.util.function.Supplier;

/** Adds the name of the property to failures of code that does not have it. */
final class PropertyFault {
    private PropertyFault() {}

    /**
     * Converts the value of a property.
     *
     * @throws LicensingException with the message as thrown, prefixed with the name of the property if it does not
     *     begin with it
     */
    static <T> T named(String property, Supplier<T> made) {
        try {
            return made.get();
        } catch (LicensingException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.startsWith(property) ? e : new LicensingException(property + ": " + reason, e);
        }
    }
}
