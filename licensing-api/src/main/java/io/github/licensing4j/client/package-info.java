/**
 * Helps Java clients of a licensed service: {@link io.github.licensing4j.client.RequestSigner} signs their requests. Uses
 * nothing else of this library.
 */
@NullMarked
package io.github.licensing4j.client;

import org.jspecify.annotations.NullMarked;
