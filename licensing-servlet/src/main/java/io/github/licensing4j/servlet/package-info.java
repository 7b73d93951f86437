/**
 * The engine in front of servlets. A reader starts at {@link io.github.licensing4j.servlet.LicensingFilterBuilder}, where
 * the filter is put together, and at {@link io.github.licensing4j.servlet.PendingCall}, one call on its way.
 */
@NullMarked
package io.github.licensing4j.servlet;

import org.jspecify.annotations.NullMarked;
