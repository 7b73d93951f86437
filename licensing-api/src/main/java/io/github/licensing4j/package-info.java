/**
 * What a host application compiles against.
 *
 * <p>A reader starts at {@link io.github.licensing4j.Licensing}, whose three calls are the whole engine as seen from
 * outside, and at {@link io.github.licensing4j.LicenseContext}, what a controller sees of the call it serves. Endpoints
 * say what they ask with {@link io.github.licensing4j.RequiresFeature}, {@link io.github.licensing4j.RequiresScope},
 * {@link io.github.licensing4j.Metered} and {@link io.github.licensing4j.LicenseExempt}.
 */
@NullMarked
package io.github.licensing4j;

import org.jspecify.annotations.NullMarked;
