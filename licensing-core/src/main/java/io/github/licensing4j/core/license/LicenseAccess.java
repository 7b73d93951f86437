package io.github.licensing4j.core.license;

import io.github.licensing4j.License;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.spi.EarlierTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes licenses whose calls may be served, with their terms, from denied ones. The {@link
 * io.github.licensing4j.LicenseState} is the stage of its life cycle; a license in any of several states is active.
 */
public sealed interface LicenseAccess {

    /**
     * A license in force.
     *
     * @param license its state
     * @param terms what it includes under the catalog of the evaluation
     * @param earlier the terms before each change of its plan, oldest first; none under reduced access, whose amounts
     *     are those of the other plan alone
     */
    record Active(License license, Terms terms, List<EarlierTerms> earlier) implements LicenseAccess {
        public Active {
            earlier = List.copyOf(earlier);
        }
    }

    /**
     * A license whose calls are refused.
     *
     * @param code the reason
     * @param detail one sentence, safe to show
     * @param license its state, null where the credential is at fault and the license must not be shown
     */
    record Denied(RefusalCode code, String detail, @Nullable License license) implements LicenseAccess {}
}
