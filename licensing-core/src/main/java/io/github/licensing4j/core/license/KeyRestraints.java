package io.github.licensing4j.core.license;

import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Determines what holds for credentials because of signals, from the restraints that their license has. */
public final class KeyRestraints {
    private KeyRestraints() {}

    /** Returns the restraints of the keys that count in the quotas of a key, at an instant. */
    public static List<KeyRestraint> holding(LicenseRecord license, String countedAs, Instant now) {
        return license.restraints().stream()
                .filter(restraint -> restraint.holds(countedAs, now))
                .toList();
    }

    /** Returns the most severe of the restraints of a key, the one that ends last of equal ones; empty if there is none. */
    public static Optional<KeyRestraint> strictest(LicenseRecord license, String countedAs, Instant now) {
        return strictest(holding(license, countedAs, now));
    }

    private static Optional<KeyRestraint> strictest(List<KeyRestraint> restraints) {
        return restraints.stream().reduce((before, next) -> isStricter(next, before) ? next : before);
    }

    private static boolean isStricter(KeyRestraint one, KeyRestraint other) {
        int more = one.action().compareTo(other.action());
        return more > 0 || (more == 0 && one.until().isAfter(other.until()));
    }

    /**
     * Applies the restraints of a license to the status of one of its credentials.
     *
     * @param counted returns the id of the key in whose quotas the credential counts; called only where the license has restraints
     */
    static CredentialStatus applied(
            CredentialStatus status, LicenseRecord license, Supplier<String> counted, Instant now) {
        if (status.refused() != null || license.restraints().stream().noneMatch(any -> now.isBefore(any.until()))) {
            return status;
        }
        List<KeyRestraint> holding = holding(license, counted.get(), now);
        CredentialStatus applied = status;
        for (KeyRestraint restraint : holding) {
            applied = applied.until(restraint.until().toEpochMilli());
        }
        Optional<KeyRestraint> strictest = strictest(holding);
        return strictest.isEmpty() ? applied : applied(applied, license, strictest.get());
    }

    private static CredentialStatus applied(CredentialStatus status, LicenseRecord license, KeyRestraint strictest) {
        if (strictest.action() == Action.SUSPEND) {
            return status.suspended(strictest);
        }
        // A credential that is bound to a key proves the possession of that one.
        boolean needsProof =
                strictest.action() == Action.REQUIRE_PROOF && status.proofs().isEmpty();
        if (!needsProof) {
            return status;
        }
        Confirmation needed =
                new Confirmation(SignatureProofVerifier.OF_LICENSE, license.id().value());
        return status.proven(List.of(needed), strictest);
    }
}
