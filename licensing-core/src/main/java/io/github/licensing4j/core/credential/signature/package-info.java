/**
 * Signed calls: HTTP message signatures (RFC 9421) with digests of their content (RFC 9530). A reader starts at
 * {@link io.github.licensing4j.core.credential.signature.SignatureVerifier}.
 */
@NullMarked
package io.github.licensing4j.core.credential.signature;

import org.jspecify.annotations.NullMarked;
