/**
 * Proofs of possession by client certificates (RFC 8705 §3). A reader starts at
 * {@link io.github.licensing4j.core.credential.mtls.CertificateProofVerifier}.
 */
@NullMarked
package io.github.licensing4j.core.credential.mtls;

import org.jspecify.annotations.NullMarked;
