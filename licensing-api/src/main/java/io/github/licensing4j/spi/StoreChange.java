package io.github.licensing4j.spi;

import java.util.List;
import java.util.Optional;

/**
 * A change of a store, stored in full or not at all.
 *
 * @param licenses licenses to store
 * @param credentials keys and tokens to store
 * @param revocations revocations to add
 * @param uniqueKeys names that only one change may ever take, such as the trial of a customer
 * @param grants credit grants to store, by revision as licenses are
 * @param corrections corrections to enter into the ledger, with the counters they count into
 * @param audit entries for the audit log
 * @param messages messages to deliver to other systems
 * @param dependencies records that must not have changed, checked in the same transaction
 * @param idempotencyRecord the result to return when the same request is repeated
 */
public record StoreChange(
        List<ChangedLicense> licenses,
        Credentials credentials,
        List<Revocation> revocations,
        List<String> uniqueKeys,
        List<CreditGrant> grants,
        List<UsageCorrection> corrections,
        List<AuditEntry> audit,
        List<StoredMessage> messages,
        List<StoreDependency> dependencies,
        Optional<IdempotencyRecord> idempotencyRecord) {
    public StoreChange {
        licenses = List.copyOf(licenses);
        revocations = List.copyOf(revocations);
        uniqueKeys = List.copyOf(uniqueKeys);
        grants = List.copyOf(grants);
        corrections = List.copyOf(corrections);
        audit = List.copyOf(audit);
        messages = List.copyOf(messages);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * A license to store.
     *
     * @param license the record, one revision after the stored one, 1 where there is none
     * @param state its state now
     */
    public record ChangedLicense(LicenseRecord license, StoredState state) {}

    /**
     * Keys and tokens to store.
     *
     * @param keys API keys, by revision as licenses are
     * @param tokens tokens to add; one that is stored is replaced
     * @param refreshTokens refresh tokens, by revision as licenses are
     * @param revokedTokens tokens to revoke that are not on record
     * @param signatureKeys signature keys, by revision as licenses are
     */
    public record Credentials(
            List<ApiKeyRecord> keys,
            List<TokenRecord> tokens,
            List<RefreshTokenRecord> refreshTokens,
            List<RevokedToken> revokedTokens,
            List<SignatureKeyRecord> signatureKeys) {
        public Credentials {
            keys = List.copyOf(keys);
            tokens = List.copyOf(tokens);
            refreshTokens = List.copyOf(refreshTokens);
            revokedTokens = List.copyOf(revokedTokens);
            signatureKeys = List.copyOf(signatureKeys);
        }

        /** Returns whether it only stores valid tokens. */
        boolean isOfValidTokens() {
            return keys.isEmpty()
                    && signatureKeys.isEmpty()
                    && revokedTokens.isEmpty()
                    && tokens.stream().allMatch(token -> token.revokedAt() == null);
        }
    }

    /**
     * Returns whether it only stores valid tokens. Such a change has no place in the order of changes: it has no audit
     * entry, no message, and no entry in the feed, and so need not wait for other changes.
     */
    public boolean isUnordered() {
        return licenses.isEmpty()
                && credentials.isOfValidTokens()
                && revocations.isEmpty()
                && uniqueKeys.isEmpty()
                && grants.isEmpty()
                && corrections.isEmpty()
                && audit.isEmpty()
                && messages.isEmpty()
                && idempotencyRecord.isEmpty();
    }

    /** Starts an empty change. */
    public static StoreChangeBuilder builder() {
        return new StoreChangeBuilder();
    }
}
