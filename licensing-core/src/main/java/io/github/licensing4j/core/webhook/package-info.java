/**
 * The delivery of license and usage events to other services, signed as Standard Webhooks defines. Start at
 * {@link io.github.licensing4j.core.webhook.WebhookSender}.
 */
@NullMarked
package io.github.licensing4j.core.webhook;

import org.jspecify.annotations.NullMarked;
