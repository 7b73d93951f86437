package io.github.licensing4j.core;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseEvaluation;
import io.github.licensing4j.core.license.LicenseStatus.Active;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.UsageCaller;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.LicenseRecord;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller with a license in force, as {@code decide} gets it back. One object serves every call of a token until
 * something it was derived from changes, and pins the catalog snapshot it was derived from.
 */
final class LicensedCaller implements Identified {
    private final CredentialAuthenticator authenticator;
    private final CachedCredential known;
    private final Catalog catalog;
    private final Optional<License> license;
    private final Terms terms;
    private final LimitSet limits;
    private final LimitSubject limitSubject;
    private final Overrides overrides;
    private final long untilMillis;
    // Held here as well as by the known caller: one object less to touch on every call.
    private final LimitAccount account;
    private volatile @Nullable UsageCaller usage;

    private LicensedCaller(
            CredentialAuthenticator authenticator,
            CachedCredential known,
            LicenseEvaluation licenseEvaluation,
            Active standing,
            LimitSet limits,
            LimitSubject limitSubject) {
        LicenseRecord stored = licenseEvaluation.stored();
        this.overrides = stored == null ? known.verified().overrides() : Overrides.parse(stored.overrides());
        this.authenticator = authenticator;
        this.known = known;
        this.catalog = licenseEvaluation.catalog();
        this.license = Optional.of(standing.license());
        this.terms = standing.terms();
        this.limits = limits;
        this.limitSubject = limitSubject;
        this.untilMillis = licenseEvaluation.untilMillis();
        this.account = known.account();
    }

    private LicensedCaller(LicensedCaller other, LimitSubject limitSubject) {
        this.authenticator = other.authenticator;
        this.known = other.known;
        this.catalog = other.catalog;
        this.license = other.license;
        this.terms = other.terms;
        this.limits = other.limits;
        this.limitSubject = limitSubject;
        this.overrides = other.overrides;
        this.untilMillis = other.untilMillis;
        this.account = other.account;
    }

    /** What a look at a license found in force. */
    static LicensedCaller of(
            CredentialAuthenticator authenticator,
            CachedCredential known,
            LicenseEvaluation licenseEvaluation,
            Active standing,
            long nowMillis) {
        Terms terms = standing.terms();
        Proration mix = Proration.of(standing, nowMillis);
        LimitSet limits = authenticator.limits().limitSet(mix, terms);
        LicenseRecord stored = licenseEvaluation.stored();
        LimitSubject limitSubject = stored == null
                ? LimitSubjects.of(standing, known.verified().anchor())
                : LimitSubjects.of(
                        standing,
                        stored,
                        authenticator.licenseCache(),
                        LimitSubjects.key(known, limits, authenticator.licenseCache()));
        return new LicensedCaller(
                authenticator, known, licenseEvaluation.until(mix.untilMillis()), standing, limits, limitSubject);
    }

    /** The same caller with the user it calls for, where a limit counts each user. */
    LicensedCaller calledBy(Peer peer) {
        String user = peer.user();
        return user == null || !limits.counts(Holder.USER) ? this : new LicensedCaller(this, limitSubject.usedBy(user));
    }

    /** The first epoch millisecond at which other amounts hold. */
    long untilMillis() {
        return untilMillis;
    }

    boolean isOf(CredentialAuthenticator other) {
        return authenticator == other;
    }

    License inForce() {
        return limitSubject.license();
    }

    LimitSubject limitSubject() {
        return limitSubject;
    }

    Catalog catalog() {
        return catalog;
    }

    CachedCredential known() {
        return known;
    }

    /** What the contract changes: of a stored license its record's, of any other its token's. */
    Overrides overrides() {
        return overrides;
    }

    LimitSet limits() {
        return limits;
    }

    /** As whom what it uses is recorded. */
    UsageCaller usage(Usage usages) {
        UsageCaller known = usage;
        if (known == null) {
            License license = limitSubject.license();
            UsageAccount account = new UsageAccount(
                    license.id(),
                    license.customer(),
                    license.plan(),
                    limitSubject.key().isEmpty() ? null : limitSubject.key(),
                    limitSubject.user().isEmpty() ? null : limitSubject.user());
            known = limitSubject.isStored() ? usages.callerOfStored(account) : usages.caller(account);
            usage = known;
        }
        return known;
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
