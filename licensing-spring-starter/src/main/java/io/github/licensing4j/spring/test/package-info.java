/**
 * What a host needs to test its own licensed endpoints. A reader starts at {@link
 * io.github.licensing4j.spring.test.WithLicense}.
 *
 * <p>Nothing here is active unless Spring's test framework is there and a test asks for it.
 */
@NullMarked
package io.github.licensing4j.spring.test;

import org.jspecify.annotations.NullMarked;
