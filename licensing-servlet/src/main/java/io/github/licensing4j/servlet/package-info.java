/**
 * The engine in front of servlets. Start reading at {@link io.github.licensing4j.servlet.LicensingFilterBuilder}, which
 * builds the filter, and at {@link io.github.licensing4j.servlet.PendingCall}, a call before its decision.
 */
@NullMarked
package io.github.licensing4j.servlet;

import org.jspecify.annotations.NullMarked;
