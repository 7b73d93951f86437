package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.spi.ApiKeyRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds and revokes the keys that callers created with a credential, and all keys that descend from these. */
final class MadeKeys {
    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final TokenSweep tokens;

    MadeKeys(String issuer, AdminTransactions adminTransactions) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.tokens = new TokenSweep(adminTransactions);
    }

    /** Returns the ids of the keys that are not revoked. */
    List<String> of(String credential) {
        List<String> found = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(credential));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            for (ApiKeyRecord key : adminTransactions.store().credentials().keysMadeWith(issuer, open.remove())) {
                if (seen.add(key.id())) {
                    open.add(key.id());
                    if (key.revokedAt() == null) {
                        found.add(key.id());
                    }
                }
            }
        }
        return found;
    }

    /**
     * Revokes them, with their tokens. The credential itself is revoked already, and so creates no more; each key is
     * revoked before its descendants are read.
     *
     * @return the ids of the keys that were not revoked before
     */
    List<String> revoke(String credential, AdminContext by) {
        List<String> revoked = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(credential));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String maker = open.remove();
            List<ApiKeyRecord> found = unseen(maker, seen);
            // Repeated until there is none: a key may have been rotated before it was revoked here.
            while (!found.isEmpty()) {
                for (ApiKeyRecord key : found) {
                    open.add(key.id());
                    if (revokeOne(key.id(), maker, by)) {
                        revoked.add(key.id());
                    }
                }
                found = unseen(maker, seen);
            }
        }
        return revoked;
    }

    private List<ApiKeyRecord> unseen(String maker, Set<String> seen) {
        return adminTransactions.store().credentials().keysMadeWith(issuer, maker).stream()
                .filter(key -> seen.add(key.id()))
                .toList();
    }

    /** Revokes the keys that descend from tokens issued before an instant. */
    void revokeMadeBefore(Instant before, AdminContext by) {
        List<ApiKeyRecord> found;
        do {
            found = adminTransactions.store().credentials().keysMadeBefore(issuer, before);
            for (ApiKeyRecord key : found) {
                revokeOne(key.id(), "a token issued before " + before, by);
            }
        } while (!found.isEmpty());
    }

    private boolean revokeOne(String keyId, String maker, AdminContext by) {
        boolean isNew = adminTransactions.carryOut(pendingChange -> {
            ApiKeyRecord key =
                    adminTransactions.store().credentials().key(issuer, keyId).orElse(null);
            if (key == null || key.revokedAt() != null) {
                return false;
            }
            pendingChange
                    .change()
                    .key(key.ending(
                            key.expiresAt(), pendingChange.now(), key.history().replacedBy()));
            tokens.begin(pendingChange, keyId);
            pendingChange.act(new AuditAction(
                    by.actor(),
                    "key.revoked",
                    key.license().value(),
                    keyId,
                    by.reason(),
                    Map.of("key", key.label().masked(), "madeWith", maker)));
            return true;
        });
        tokens.finish(keyId);
        return isNew;
    }
}
