/**
 * A weather API that is sold by plan. Start reading at
 * {@link io.github.licensing4j.examples.weather.ForecastController}.
 */
@NullMarked
package io.github.licensing4j.examples.weather;

import org.jspecify.annotations.NullMarked;
