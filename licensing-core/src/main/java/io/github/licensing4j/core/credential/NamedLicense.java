package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ExternalName;

/** The license that has a name in another system. */
public sealed interface NamedLicense {

    /** Finds a license by a name. Safe for use by many threads. */
    interface Finder {
        /**
         * Finds the license with a name.
         *
         * @throws io.github.licensing4j.spi.StoreException if the name is not cached and the store does not answer
         */
        NamedLicense find(ExternalName name);
    }

    /** Exactly one license has the name, or only one of those that have it has not ended. */
    record Found(LicenseId license) implements NamedLicense {}

    /** No license has the name. */
    record None() implements NamedLicense {}

    /**
     * Several licenses that have not ended have the name.
     *
     * @param licenses how many
     */
    record Ambiguous(int licenses) implements NamedLicense {}
}
