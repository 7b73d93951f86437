/**
 * The extension points: stores of licenses, quotas and rates, and listeners of decisions.
 *
 * <p>Each type is one small interface with a contract test that every implementation passes.
 */
@NullMarked
package io.github.licensing4j.spi;

import org.jspecify.annotations.NullMarked;
