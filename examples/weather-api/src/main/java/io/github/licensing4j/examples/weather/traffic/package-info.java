/** Simulated traffic of a dozen customers, for the profile {@code traffic}. No part of the API itself. */
@NullMarked
package io.github.licensing4j.examples.weather.traffic;

import org.jspecify.annotations.NullMarked;
