package io.github.licensing4j.core.license;

import io.github.licensing4j.License;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.Terms;
import org.jspecify.annotations.Nullable;

/** What was found of a caller's license: in force with its terms, or barred. */
public sealed interface Standing {

    /**
     * A license in force.
     *
     * @param license how it stands
     * @param terms what it includes under the catalog it was looked at with
     */
    record InForce(License license, Terms terms) implements Standing {}

    /**
     * A license that lets nothing pass.
     *
     * @param code the reason
     * @param detail one sentence, safe to show
     * @param license how it stands, null where the credential is to blame and nothing may be said of a license
     */
    record Barred(RefusalCode code, String detail, @Nullable License license) implements Standing {}
}
