package io.github.licensing4j.core;

import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.license.Standing.Prorated;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitSheet;
import io.github.licensing4j.core.limit.Proration;
import java.util.Optional;
import java.util.Set;

/**
 * A caller with a license in force, as {@code decide} gets it back. One object serves every call of a token until
 * something it was derived from changes, and pins the catalog snapshot it was derived from.
 */
final class LicensedCaller implements Identified {
    private final Arrivals desk;
    private final KnownCaller known;
    private final Catalog catalog;
    private final License inForce;
    private final Optional<License> license;
    private final Terms terms;
    private final LimitSheet limits;
    private final long untilMillis;
    // Held here as well as by the known caller: one object less to touch on every call.
    private final LimitAccount account;

    LicensedCaller(Arrivals desk, KnownCaller known, Catalog catalog, InForce standing, long nowMillis) {
        this.desk = desk;
        this.known = known;
        this.catalog = catalog;
        this.inForce = standing.license();
        this.license = Optional.of(inForce);
        this.terms = standing.terms();
        Proration mix = mixOf(standing, nowMillis);
        this.limits = desk.limits().sheet(mix.limits(), terms::counterName);
        this.untilMillis = mix.untilMillis();
        this.account = known.account();
    }

    /** The limits that hold at an instant, of a period that a change of plan divides as well. */
    static Proration mixOf(InForce standing, long nowMillis) {
        Terms after = standing.terms();
        Prorated change = standing.prorated();
        return change == null
                ? Proration.none(after.limits())
                : Proration.of(standing.license(), change.before().limits(), after.limits(), change.at(), nowMillis);
    }

    /** The first epoch millisecond at which other amounts hold. */
    long untilMillis() {
        return untilMillis;
    }

    boolean isOf(Arrivals other) {
        return desk == other;
    }

    License inForce() {
        return inForce;
    }

    Catalog catalog() {
        return catalog;
    }

    KnownCaller known() {
        return known;
    }

    LimitSheet limits() {
        return limits;
    }

    LimitAccount account() {
        return account;
    }

    @Override
    public Optional<License> license() {
        return license;
    }

    @Override
    public Set<String> features() {
        return terms.features();
    }

    @Override
    public Set<String> scopes() {
        return known.verified().scopes();
    }

    @Override
    public String toString() {
        return "LicensedCaller[" + inForce() + "]";
    }
}
