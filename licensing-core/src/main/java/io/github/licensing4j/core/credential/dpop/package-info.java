/**
 * Proofs of possession by DPoP (RFC 9449). A reader starts at
 * {@link io.github.licensing4j.core.credential.dpop.DpopProofVerifier}.
 */
@NullMarked
package io.github.licensing4j.core.credential.dpop;

import org.jspecify.annotations.NullMarked;
