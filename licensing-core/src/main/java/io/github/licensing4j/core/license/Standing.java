package io.github.licensing4j.core.license;

import io.github.licensing4j.License;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.catalog.Terms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was found of a caller's license: in force with its terms, or barred. */
public sealed interface Standing {

    /**
     * A license in force.
     *
     * @param license how it stands
     * @param terms what it includes under the catalog it was looked at with
     * @param prorated the plan change whose mix of amounts may hold in the period it fell into, null if none does
     */
    record InForce(License license, Terms terms, @Nullable Prorated prorated) implements Standing {}

    /**
     * A change of plan that the period it fell into is divided by.
     *
     * @param before what the plan before included
     * @param at the first instant of the plan after
     */
    record Prorated(Terms before, Instant at) {}

    /**
     * A license that lets nothing pass.
     *
     * @param code the reason
     * @param detail one sentence, safe to show
     * @param license how it stands, null where the credential is to blame and nothing may be said of a license
     */
    record Barred(RefusalCode code, String detail, @Nullable License license) implements Standing {}
}
