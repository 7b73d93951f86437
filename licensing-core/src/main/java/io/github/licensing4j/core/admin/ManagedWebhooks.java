package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Webhooks;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.webhook.WebhookId;
import io.github.licensing4j.spi.OutboxMessage;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Lists and replays dead webhook messages. */
final class ManagedWebhooks implements Webhooks {
    private static final int MOST = 1_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{0,64})?");

    private final AdminTransactions adminTransactions;

    ManagedWebhooks(AdminTransactions adminTransactions) {
        this.adminTransactions = adminTransactions;
    }

    @Override
    public List<DeadMessage> dead(int max) {
        if (max < 1 || max > MOST) {
            throw new InvalidFieldException("limit", "expected 1 to 1,000");
        }
        return adminTransactions.store().outbox().deadLetters(max).stream()
                .map(ManagedWebhooks::view)
                .toList();
    }

    private static DeadMessage view(OutboxMessage message) {
        return new DeadMessage(
                message.id(),
                WebhookId.parse(message.id()).endpoint(),
                message.topic(),
                message.createdAt(),
                message.attempts(),
                message.lastError());
    }

    @Override
    public void replay(String id, AdminContext by) {
        if (!ID.matcher(id).matches()) {
            throw new NotFoundException("webhook message", "of that form");
        }
        if (!adminTransactions.store().outbox().replay(id, adminTransactions.now())) {
            throw new NotFoundException("webhook message", id);
        }
        adminTransactions.carryOut(pendingChange -> {
            pendingChange.act(new AuditAction(by.actor(), "webhook.replayed", null, id, by.reason(), Map.of()));
            return id;
        });
    }
}
