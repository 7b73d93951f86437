/**
 * What an extender implements: where licenses, quotas and rates are kept, and who hears of decisions.
 *
 * <p>Each type is one small interface with a contract test that every implementation passes.
 */
@NullMarked
package io.github.licensing4j.spi;

import org.jspecify.annotations.NullMarked;
