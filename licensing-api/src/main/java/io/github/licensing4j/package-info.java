/**
 * The API that a host application compiles against.
 *
 * <p>Start reading at {@link io.github.licensing4j.Licensing}, whose three calls are the whole engine, and at
 * {@link io.github.licensing4j.LicenseContext}, the license context of a call for its controller. Endpoints declare
 * their requirements with {@link io.github.licensing4j.RequiresFeature}, {@link io.github.licensing4j.RequiresScope},
 * {@link io.github.licensing4j.Metered} and {@link io.github.licensing4j.LicenseExempt}.
 */
@NullMarked
package io.github.licensing4j;

import org.jspecify.annotations.NullMarked;
