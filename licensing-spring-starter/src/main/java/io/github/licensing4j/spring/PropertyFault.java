package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.util.function.Supplier;

/** Names the property whose value was refused by something that does not know of properties. */
final class PropertyFault {
    private PropertyFault() {}

    /**
     * Makes something of the value of a property.
     *
     * @throws LicensingException as it was thrown, behind the name of the property if it does not begin with it
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
