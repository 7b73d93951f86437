package io.github.licensing4j.core.admin;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves whose usage a correction changes: the key, user and credit grants that limits of the meter count by. Each
 * that a limit needs must be named, so that every line of the invoice changes with the correction; one that no limit
 * needs is refused.
 */
final class CorrectionTargets {
    private static final int MAX_USER = 500;

    private final Store store;
    private final License license;
    private final Terms terms;
    private final CorrectionRequest request;
    private final Instant at;

    /**
     * @param license the license at the corrected instant
     * @param terms its terms then
     * @param at the corrected instant
     */
    CorrectionTargets(Store store, License license, Terms terms, CorrectionRequest request, Instant at) {
        this.store = store;
        this.license = license;
        this.terms = terms;
        this.request = request;
        this.at = at;
    }

    /**
     * Returns the subject with the named key, user and grants.
     *
     * @throws InvalidFieldException if one is missing, or named though no limit counts by it
     * @throws NotFoundException if the license has no such key or grant
     */
    LimitSubject resolve() {
        return new LimitSubject(license, Long.MAX_VALUE, grants(), key(), user());
    }

    private String key() {
        String key = named(Scope.KEY, "key", "the id of the key that used the units, or empty for calls without a key");
        return key.isEmpty() ? key : stored(key).countedAs();
    }

    private ApiKeyRecord stored(String key) {
        return store.credentials()
                .key(license.id().issuer(), key)
                .filter(found -> found.license().equals(license.id()))
                .orElseThrow(() -> new NotFoundException("key", key));
    }

    private String user() {
        String user = named(Scope.USER, "user", "the user who used the units, or empty for users that are not known");
        if (user.length() > MAX_USER || user.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidFieldException(
                    "user", "expected at most " + MAX_USER + " characters without control characters");
        }
        return user;
    }

    /** Returns the named key or user, empty where no quota counts by it. */
    private String named(Scope scope, String field, String expected) {
        @Nullable String named = scope == Scope.KEY ? request.key() : request.user();
        Optional<QuotaLimit> limit = quota(scope);
        if (limit.isEmpty() && named != null) {
            throw new InvalidFieldException(
                    field,
                    "plan '" + terms.plan().id() + "' has no quota of meter '" + request.meter() + "' that counts each "
                            + field + " by itself, expected no " + field);
        }
        if (limit.isPresent() && named == null) {
            throw new InvalidFieldException(
                    field,
                    "limit '" + limit.get().name() + "' of plan '"
                            + terms.plan().id() + "' counts each " + field + " by itself, expected " + expected);
        }
        return named == null ? "" : named;
    }

    private Optional<QuotaLimit> quota(Scope scope) {
        return Limit.select(terms.limits(), QuotaLimit.class).stream()
                .filter(quota -> quota.of() == scope && quota.meter().equals(request.meter()))
                .findFirst();
    }

    private List<CreditGrant> grants() {
        List<CreditGrant> named = new ArrayList<>();
        Set<String> limits = new HashSet<>();
        for (String id : request.grants()) {
            CreditGrant grant = stored(id, credits());
            if (!limits.add(grant.limit())) {
                throw new InvalidFieldException(
                        "grant", "two grants of limit '" + grant.limit() + "' are named, expected one a credits limit");
            }
            named.add(grant);
        }
        for (CreditsLimit credits : credits()) {
            String limit = terms.counterName(credits);
            if (!limits.contains(limit) && hasGrant(limit)) {
                throw new InvalidFieldException(
                        "grant",
                        "limit '" + credits.name() + "' of plan '"
                                + terms.plan().id()
                                + "' pays for the meter with credits, expected the id of the grant that pays");
            }
        }
        return named;
    }

    private List<CreditsLimit> credits() {
        return Limit.select(terms.limits(), CreditsLimit.class).stream()
                .filter(credits -> credits.meter().equals(request.meter()))
                .toList();
    }

    private CreditGrant stored(String id, List<CreditsLimit> credits) {
        CreditGrant grant = store.credits()
                .grant(license.id().issuer(), id)
                .filter(found -> found.license().equals(license.id()))
                .orElseThrow(() -> new NotFoundException("grant", id));
        if (credits.stream().map(terms::counterName).noneMatch(grant.limit()::equals)) {
            throw new InvalidFieldException(
                    "grant",
                    "grant '" + id + "' is of limit '" + grant.limit() + "', and plan '"
                            + terms.plan().id() + "' has no such credits limit of meter '" + request.meter() + "'");
        }
        if (!isInForce(grant)) {
            throw new InvalidFieldException("grant", "grant '" + id + "' was not in force at " + at);
        }
        return grant;
    }

    private boolean hasGrant(String limit) {
        return store.credits().grants(license.id()).stream()
                .anyMatch(grant -> grant.limit().equals(limit) && isInForce(grant));
    }

    /** Uses the grant of that time: credits that were voided later could be consumed before. */
    private boolean isInForce(CreditGrant grant) {
        Instant end = grant.times().endsAt();
        return !grant.times().effectiveAt().isAfter(at) && (end == null || at.isBefore(end));
    }
}
