/**
 * Tells other services what happens to licenses, signed as Standard Webhooks says. Start at {@link
 * io.github.licensing4j.core.webhook.WebhookSender}.
 */
@NullMarked
package io.github.licensing4j.core.webhook;

import org.jspecify.annotations.NullMarked;
