/**
 * Credentials: license tokens, the keys they are signed with, and the caches of both. A reader starts at
 * {@link io.github.licensing4j.core.credential.LicenseTokenVerifier} and
 * {@link io.github.licensing4j.core.credential.LicenseTokenIssuer}.
 */
@NullMarked
package io.github.licensing4j.core.credential;

import org.jspecify.annotations.NullMarked;
