/**
 * Replays hours of usage under a catalog. Start at {@link io.github.licensing4j.core.usage.whatif.LicenseReplay}, which
 * replays one license.
 */
@NullMarked
package io.github.licensing4j.core.usage.whatif;

import org.jspecify.annotations.NullMarked;
