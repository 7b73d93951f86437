/** SHA-256 digests: {@link io.github.licensing4j.core.hash.Sha256}. */
@NullMarked
package io.github.licensing4j.core.hash;

import org.jspecify.annotations.NullMarked;
