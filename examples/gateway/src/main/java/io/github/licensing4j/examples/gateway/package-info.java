/**
 * An access proxy in front of a backend that is not Java. Routes and licensing are in {@code application.yaml} and
 * {@code licensing.yaml}; the classes contain no line of either.
 */
@NullMarked
package io.github.licensing4j.examples.gateway;

import org.jspecify.annotations.NullMarked;
