package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.TokenRecord;
import java.util.List;

/** Revokes every token of a key or a family, however many: one batch for each change, until none is left. */
final class TokenSweep {
    private final AdminTransactions adminTransactions;

    TokenSweep(AdminTransactions adminTransactions) {
        this.adminTransactions = adminTransactions;
    }

    /** Revokes the first batch within the change that revokes their origin. */
    void begin(PendingChange pendingChange, String keyOrFamily) {
        revokeSome(pendingChange, keyOrFamily);
    }

    /** Revokes the rest. Their origin is revoked, so no new ones are issued. */
    void finish(String keyOrFamily) {
        boolean isMore;
        do {
            isMore = adminTransactions.carryOut(pendingChange -> revokeSome(pendingChange, keyOrFamily));
        } while (isMore);
    }

    private boolean revokeSome(PendingChange pendingChange, String keyOrFamily) {
        List<TokenRecord> tokens = adminTransactions.store().credentials().tokensFrom(keyOrFamily, pendingChange.now());
        tokens.forEach(token -> pendingChange.store(token.revoked(pendingChange.now())));
        return !tokens.isEmpty();
    }
}
