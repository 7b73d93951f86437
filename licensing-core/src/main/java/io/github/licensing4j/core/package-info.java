/**
 * The policy engine. A reader starts at {@link io.github.licensing4j.core.LicensingBuilder}, where everything is put
 * together.
 */
@NullMarked
package io.github.licensing4j.core;

import org.jspecify.annotations.NullMarked;
