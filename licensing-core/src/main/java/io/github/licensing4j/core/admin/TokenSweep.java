package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.TokenRecord;
import java.util.List;

/** Revokes every token that came from a key or with a family, however many: a batch an act, until none is left. */
final class TokenSweep {
    private final AdminTransactions adminTransactions;

    TokenSweep(AdminTransactions adminTransactions) {
        this.adminTransactions = adminTransactions;
    }

    /** Revokes the first batch within an act that revokes what they came from. */
    void begin(PendingChange pendingChange, String keyOrFamily) {
        revokeSome(pendingChange, keyOrFamily);
    }

    /** Revokes the rest. What they came from gives no new ones any more. */
    void finish(String keyOrFamily) {
        boolean isMore;
        do {
            isMore = adminTransactions.carryOut(pendingChange -> revokeSome(pendingChange, keyOrFamily));
        } while (isMore);
    }

    private boolean revokeSome(PendingChange pendingChange, String keyOrFamily) {
        List<TokenRecord> tokens = adminTransactions.store().tokensFrom(keyOrFamily, pendingChange.now());
        tokens.forEach(token -> pendingChange.store(token.revoked(pendingChange.now())));
        return !tokens.isEmpty();
    }
}
