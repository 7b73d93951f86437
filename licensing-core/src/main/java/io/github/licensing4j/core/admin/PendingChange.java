package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoreTransaction;
import io.github.licensing4j.spi.StoredChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.StoredState;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Collects one change with its audit entries and announcements. Not safe for use by many threads. */
final class PendingChange {
    private final Instant now;
    private final StoreChangeBuilder change = StoreChange.builder();
    private final List<AuditAction> acts = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final Map<String, ConflictException> marks = new HashMap<>();
    private final Map<LicenseId, LicenseRecord> restrained = new HashMap<>();
    private final List<SignalChange> signalChanges = new ArrayList<>();
    private final List<SignalEvent> signalEvents = new ArrayList<>();
    private boolean stores;
    private Runnable whenStored = () -> {};
    private Function<List<CounterChange>, List<StoredMessage>> notifications = changes -> List.of();
    private Consumer<StoreTransaction> seats = none -> {};

    /**
     * An event for listeners and webhooks.
     *
     * @param topic such as {@code license.suspended}
     * @param at when it happened; a transition by time is noticed later
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

    /** Stores a license, adds an audit entry and announces the change. */
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
        change.license(license, state(license, now));
    }

    /** Returns the restraints of a license as this change leaves them. */
    List<KeyRestraint> restraints(LicenseRecord stored) {
        return restrained.getOrDefault(stored.id(), stored).restraints();
    }

    /**
     * Stores the restraints of a license; again, if there are others. Its transitions by time are announced later, as if it had not
     * changed.
     *
     * @param stored the license before this change
     */
    void restrain(LicenseRecord stored, List<KeyRestraint> restraints) {
        stores = true;
        Instant changedAt = stored.dates().changedAt();
        LicenseRecord license = stored.edit(changedAt).restraints(restraints).done();
        restrained.put(license.id(), license);
        change.license(license, state(license, changedAt));
    }

    private static StoredState state(LicenseRecord license, Instant at) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, at);
        return new StoredState(
                effectiveLicense.state(),
                effectiveLicense.until().equals(Instant.MAX) ? null : effectiveLicense.until());
    }

    /** Stores a token; its audit entry is that of its origin. */
    void store(TokenRecord token) {
        stores = true;
        change.token(token);
    }

    /** Returns whether there is nothing to store: every change has an audit entry, except an updated stored state. */
    boolean isEmpty() {
        return acts.isEmpty() && !stores;
    }

    /**
     * Takes a name that only one change may ever take.
     *
     * @param ifTaken the conflict if it is taken
     */
    PendingChange mark(String name, ConflictException ifTaken) {
        change.uniqueKey(name);
        marks.put(name, ifTaken);
        return this;
    }

    /** Returns the conflict for a name that is taken. */
    ConflictException taken(String name) {
        return marks.getOrDefault(name, new ConflictException(ConflictException.Kind.STATE, "it was made before"));
    }

    /** Changes a signal. */
    void signal(SignalChange signalChange) {
        stores = true;
        signalChanges.add(signalChange);
    }

    /** Announces a signal. */
    void announce(SignalEvent event) {
        signalEvents.add(event);
    }

    /** Adds an audit entry that is about no change of a license. */
    PendingChange act(AuditAction auditAction) {
        Secrets.refuseIn(auditAction);
        acts.add(auditAction);
        return this;
    }

    /** Announces a transition by time from before now. */
    PendingChange announce(Announcement announcement, AuditAction auditAction) {
        acts.add(auditAction);
        announcements.add(announcement);
        return this;
    }

    /**
     * Sets the function that renders messages about the counters that corrections change. It has no side effects that
     * must not be repeated, and does not read the store.
     */
    void notifications(Function<List<CounterChange>, List<StoredMessage>> renderer) {
        notifications = renderer;
    }

    /**
     * Sets work that changes seats in the transaction of this change. If it throws, nothing is stored. It is called again if the
     * transaction is repeated.
     */
    void seats(Consumer<SeatStore> work) {
        seats = transaction -> work.accept(transaction.seats());
    }

    /** Notes that the seats of a license were changed in a store of the host. */
    void seatsChanged(LicenseId license) {
        seats = transaction -> transaction.seatsChanged(license);
    }

    /** Stores the change in an open transaction, with the messages about the counters that it changes. */
    StoredChange storeIn(StoreTransaction transaction) {
        seats.accept(transaction);
        if (!signalChanges.isEmpty()) {
            transaction.change(signalChanges);
        }
        StoredChange stored = transaction.store(change.build());
        if (!stored.counters().isEmpty()) {
            transaction.addMessages(notifications.apply(stored.counters()));
        }
        return stored;
    }

    /** Adds work to run after the change is stored, and only then. */
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

    List<SignalEvent> signalEvents() {
        return signalEvents;
    }
}
