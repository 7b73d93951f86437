/**
 * Insight: measures refusals and latency of calls, and derives figures from invoices. Start at {@link
 * io.github.licensing4j.core.insight.CallMeasurements}.
 */
@NullMarked
package io.github.licensing4j.core.insight;

import org.jspecify.annotations.NullMarked;
