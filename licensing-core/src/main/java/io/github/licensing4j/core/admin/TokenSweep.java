package io.github.licensing4j.core.admin;

import io.github.licensing4j.spi.TokenRecord;
import java.util.List;

/** Revokes every token that came from a key or with a family, however many: a batch an act, until none is left. */
final class TokenSweep {
    private final Registrar registrar;

    TokenSweep(Registrar registrar) {
        this.registrar = registrar;
    }

    /** Revokes the first batch within an act that revokes what they came from. */
    void begin(Draft draft, String keyOrFamily) {
        revokeSome(draft, keyOrFamily);
    }

    /** Revokes the rest. What they came from gives no new ones any more. */
    void finish(String keyOrFamily) {
        boolean isMore;
        do {
            isMore = registrar.carryOut(draft -> revokeSome(draft, keyOrFamily));
        } while (isMore);
    }

    private boolean revokeSome(Draft draft, String keyOrFamily) {
        List<TokenRecord> tokens = registrar.store().tokensFrom(keyOrFamily, draft.now());
        tokens.forEach(token -> draft.store(token.revoked(draft.now())));
        return !tokens.isEmpty();
    }
}
