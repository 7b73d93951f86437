package io.github.licensing4j.core.license;

import io.github.licensing4j.License;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.spi.EarlierTerms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found of a caller's license: in force with its terms, or barred. */
public sealed interface LicenseStatus {

    /**
     * A license in force.
     *
     * @param license how it stands
     * @param terms what it includes under the catalog it was looked at with
     * @param earlier the terms before each change of its plan, oldest first; none under reduced access, whose amounts are
     *     those of the other plan alone
     */
    record Active(License license, Terms terms, List<EarlierTerms> earlier) implements LicenseStatus {
        public Active {
            earlier = List.copyOf(earlier);
        }
    }

    /**
     * A license that lets nothing pass.
     *
     * @param code the reason
     * @param detail one sentence, safe to show
     * @param license how it stands, null where the credential is to blame and nothing may be said of a license
     */
    record Denied(RefusalCode code, String detail, @Nullable License license) implements LicenseStatus {}
}
