package io.github.licensing4j.core.credential;

import org.jspecify.annotations.Nullable;

/**
 * One key of a set.
 *
 * @param verification its public part
 * @param signing its private part, null for a key that only verifies
 */
record HostKey(VerificationKey verification, @Nullable SigningKey signing) {}
