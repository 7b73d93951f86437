package io.github.licensing4j;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A caller whose credential was verified and whose license is active, or, in observe mode, one that would have been
 * refused and passes without a license.
 *
 * <p>Only {@link Licensing#identify} creates it; other implementations are for tests of the layers above.
 */
public non-sealed interface Identified extends Identification {

    /** Returns the license of this caller; empty only in observe mode, for a caller that would have been refused. */
    Optional<License> license();

    /**
     * Returns every feature that the license includes at this instant, roll-outs applied; empty without a license.
     * Default: none.
     */
    default Set<String> features() {
        return Set.of();
    }

    /**
     * Returns the scopes of the credential; empty without a license or if the credential has none. Default: none.
     */
    default Set<String> scopes() {
        return Set.of();
    }

    /**
     * Returns the roles of the credential, which its issuer has given to its bearer; empty without a license or if the
     * credential has none. Default: none.
     */
    default Set<String> roles() {
        return Set.of();
    }

    /**
     * Returns header fields for the response that the proof of possession of this call leads to, such as {@code
     * DPoP-Nonce}; empty for a call without a proof. A response with any of them must not be cached. Default: none.
     */
    default Map<String, String> responseFields() {
        return Map.of();
    }
}
