/**
 * Test support for a host's own licensed endpoints. Start reading at
 * {@link io.github.licensing4j.spring.test.WithLicense}.
 *
 * <p>It is inactive unless Spring's test framework is present and a test uses it.
 */
@NullMarked
package io.github.licensing4j.spring.test;

import org.jspecify.annotations.NullMarked;
