package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one act is about to change, with what is to be entered and announced of it. Not safe for use by many threads. */
final class PendingChange {
    private final Instant now;
    private final StoreChangeBuilder change = StoreChange.builder();
    private final List<AuditAction> acts = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final Map<String, ConflictException> marks = new HashMap<>();
    private boolean stores;
    private Runnable whenStored = () -> {};

    /**
     * What listeners and webhooks hear.
     *
     * @param topic such as {@code license.suspended}
     * @param at when it happened, which for what time does is before it is noticed
     * @param license the license after it
     */
    record Announcement(String topic, Instant at, LicenseRecord license) {}

    PendingChange(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    StoreChangeBuilder change() {
        return change;
    }

    /** Stores a license, enters the act and announces it. */
    PendingChange license(LicenseRecord license, AuditAction auditAction) {
        Secrets.refuseIn(auditAction);
        store(license);
        acts.add(auditAction);
        announcements.add(new Announcement(auditAction.action(), now, license));
        return this;
    }

    /** Stores a license. */
    void store(LicenseRecord license) {
        stores = true;
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, now);
        change.license(
                license,
                new StoredState(
                        effectiveLicense.state(),
                        effectiveLicense.until().equals(Instant.MAX) ? null : effectiveLicense.until()));
    }

    /** Stores a token, which is entered with what it came from. */
    void store(TokenRecord token) {
        stores = true;
        change.token(token);
    }

    /** Whether there is nothing to store: every change but a renewed look is entered. */
    boolean isEmpty() {
        return acts.isEmpty() && !stores;
    }

    /** Takes a name that only one change may ever take, and says what is in the way if it is taken. */
    PendingChange mark(String name, ConflictException ifTaken) {
        change.uniqueKey(name);
        marks.put(name, ifTaken);
        return this;
    }

    /** What is in the way when a name is taken. */
    ConflictException taken(String name) {
        return marks.getOrDefault(name, new ConflictException(ConflictException.Kind.STATE, "it was made before"));
    }

    /** Enters what is no change of a license. */
    PendingChange act(AuditAction auditAction) {
        Secrets.refuseIn(auditAction);
        acts.add(auditAction);
        return this;
    }

    /** Announces what time has done before now. */
    PendingChange announce(Announcement announcement, AuditAction auditAction) {
        acts.add(auditAction);
        announcements.add(announcement);
        return this;
    }

    /** What is to be done once it is stored, and only then. */
    void whenStored(Runnable work) {
        whenStored = work;
    }

    void stored() {
        whenStored.run();
    }

    List<AuditAction> acts() {
        return acts;
    }

    List<Announcement> announcements() {
        return announcements;
    }
}
