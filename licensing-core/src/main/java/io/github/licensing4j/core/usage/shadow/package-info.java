/**
 * Counts how calls differ under a shadow catalog. Start at {@link io.github.licensing4j.core.usage.shadow.ShadowTally}.
 */
@NullMarked
package io.github.licensing4j.core.usage.shadow;

import org.jspecify.annotations.NullMarked;
