package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of a store, stored in full or not at all.
 *
 * @param licenses records to store, each one revision after the stored one, 1 where there is none
 * @param storedStates the state of each of these licenses now
 * @param keys API keys to store, by the same rule
 * @param tokens tokens to add; one that is stored is replaced
 * @param refreshTokens refresh tokens to store, by revision as licenses are
 * @param revocations revocations to add
 * @param revokedTokens tokens to revoke that are not on record
 * @param uniqueKeys names that only one change may ever take, such as the trial of a customer
 * @param grants credit grants to store, by revision as licenses are
 * @param corrections corrections to enter into the ledger, with the counters they count into
 * @param audit entries for the audit log
 * @param messages messages to deliver to other systems
 * @param dependencies records that must not have changed, checked in the same transaction
 * @param replay the result to return when the same request is repeated
 */
public record StoreChange(
        List<LicenseRecord> licenses,
        Map<LicenseId, StoredState> storedStates,
        List<ApiKeyRecord> keys,
        List<TokenRecord> tokens,
        List<RefreshTokenRecord> refreshTokens,
        List<Revocation> revocations,
        List<RevokedToken> revokedTokens,
        List<String> uniqueKeys,
        List<CreditGrant> grants,
        List<UsageCorrection> corrections,
        List<AuditEntry> audit,
        List<StoredMessage> messages,
        List<StoreDependency> dependencies,
        Optional<IdempotencyRecord> replay) {
    public StoreChange {
        licenses = List.copyOf(licenses);
        storedStates = Map.copyOf(storedStates);
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
        refreshTokens = List.copyOf(refreshTokens);
        revocations = List.copyOf(revocations);
        revokedTokens = List.copyOf(revokedTokens);
        uniqueKeys = List.copyOf(uniqueKeys);
        grants = List.copyOf(grants);
        corrections = List.copyOf(corrections);
        audit = List.copyOf(audit);
        messages = List.copyOf(messages);
        dependencies = List.copyOf(dependencies);
    }

    /**
     * Returns whether it only stores valid tokens. Such a change has no place in the order of changes: it has no audit
     * entry, no message, and no entry in the feed, and so need not wait for other changes.
     */
    public boolean isUnordered() {
        return licenses.isEmpty()
                && keys.isEmpty()
                && tokens.stream().allMatch(token -> token.revokedAt() == null)
                && revocations.isEmpty()
                && revokedTokens.isEmpty()
                && uniqueKeys.isEmpty()
                && grants.isEmpty()
                && corrections.isEmpty()
                && audit.isEmpty()
                && messages.isEmpty()
                && replay.isEmpty();
    }

    /** Starts an empty change. */
    public static StoreChangeBuilder builder() {
        return new StoreChangeBuilder();
    }
}
