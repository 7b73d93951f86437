package io.github.licensing4j.core.admin;

import io.github.licensing4j.Signal;

/**
 * A signal for listeners and webhooks.
 *
 * @param topic such as {@code signal.raised}
 */
record SignalEvent(String topic, Signal signal) {}
