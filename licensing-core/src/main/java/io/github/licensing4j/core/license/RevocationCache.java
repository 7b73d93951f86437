package io.github.licensing4j.core.license;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevocationSnapshot;
import io.github.licensing4j.spi.RevocationStore;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.StoreEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds every relevant revocation, for look-ups without the store. It only grows, but for tokens that have expired. */
final class RevocationCache {
    private final Map<Name, Long> tokens = new ConcurrentHashMap<>();
    private final Set<Name> licenses = ConcurrentHashMap.newKeySet();
    private final Set<Name> customers = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> issuedBefore = new ConcurrentHashMap<>();

    private record Name(String issuer, String id) {}

    /** Adds all revocations of the store and returns their generation. */
    long readAll(RevocationStore revocations, Instant now) {
        RevocationSnapshot all = revocations.revoked(now);
        for (RevokedToken token : all.tokens()) {
            tokens.put(new Name(token.issuer(), token.tokenId()), token.until().toEpochMilli());
        }
        for (Revocation revocation : all.revocations()) {
            if (revocation instanceof Revocation.OfCustomer gone) {
                customers.add(new Name(gone.issuer(), gone.customer()));
            } else if (revocation instanceof Revocation.OfLicense gone) {
                licenses.add(new Name(gone.issuer(), gone.license()));
            } else if (revocation instanceof Revocation.IssuedBefore gone) {
                before(gone.issuer(), gone.before());
            }
        }
        return all.generation();
    }

    void take(StoreEvent entry) {
        Instant until = entry.until();
        switch (entry.kind()) {
            case REVOKED_TOKEN ->
                tokens.put(new Name(entry.issuer(), entry.id()), until == null ? Long.MAX_VALUE : until.toEpochMilli());
            case REVOKED_CUSTOMER -> customers.add(new Name(entry.issuer(), entry.id()));
            case REVOKED_LICENSE -> licenses.add(new Name(entry.issuer(), entry.id()));
            case ISSUED_BEFORE -> before(entry.issuer(), until);
            default -> throw new IllegalArgumentException("no revocation: " + entry);
        }
    }

    private void before(String issuer, @Nullable Instant instant) {
        if (instant != null) {
            issuedBefore.merge(issuer, instant.toEpochMilli(), Math::max);
        }
    }

    boolean isRevoked(VerifiedCredential caller) {
        String issuer = caller.license().issuer();
        Long before = issuedBefore.get(issuer);
        return tokens.containsKey(new Name(issuer, caller.id())) || (before != null && caller.issuedMillis() < before);
    }

    boolean isCustomerRevoked(String issuer, String customer) {
        return customers.contains(new Name(issuer, customer));
    }

    boolean isLicenseRevoked(LicenseId license) {
        return !licenses.isEmpty() && licenses.contains(new Name(license.issuer(), license.value()));
    }

    /** One hour after expiry, so that clock skew does not make a revoked token valid again. */
    void forgetExpired(long nowMillis) {
        tokens.values().removeIf(until -> until < nowMillis - 3_600_000);
    }

    int size() {
        return tokens.size() + licenses.size() + customers.size() + issuedBefore.size();
    }
}
