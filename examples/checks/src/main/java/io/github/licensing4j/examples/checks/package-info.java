/**
 * Checks running examples over HTTP. Start reading at {@link io.github.licensing4j.examples.checks.WeatherCheck}.
 */
@NullMarked
package io.github.licensing4j.examples.checks;

import org.jspecify.annotations.NullMarked;
