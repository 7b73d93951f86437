package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreChangeBuilder;
import io.github.licensing4j.spi.StoredLook;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one act is about to change, with what is to be entered and announced of it. Not safe for use by many threads. */
final class Draft {
    private final Instant now;
    private final StoreChangeBuilder change = StoreChange.builder();
    private final List<Act> acts = new ArrayList<>();
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

    Draft(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    StoreChangeBuilder change() {
        return change;
    }

    /** Stores a license, enters the act and announces it. */
    Draft license(LicenseRecord license, Act act) {
        Secrets.refuseIn(act);
        store(license);
        acts.add(act);
        announcements.add(new Announcement(act.action(), now, license));
        return this;
    }

    /** Stores a license. */
    void store(LicenseRecord license) {
        stores = true;
        Contract contract = Contract.at(license, now);
        change.license(
                license,
                new StoredLook(contract.state(), contract.until().equals(Instant.MAX) ? null : contract.until()));
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
    Draft mark(String name, ConflictException ifTaken) {
        change.mark(name);
        marks.put(name, ifTaken);
        return this;
    }

    /** What is in the way when a name is taken. */
    ConflictException taken(String name) {
        return marks.getOrDefault(name, new ConflictException(ConflictException.Kind.STATE, "it was made before"));
    }

    /** Enters what is no change of a license. */
    Draft act(Act act) {
        Secrets.refuseIn(act);
        acts.add(act);
        return this;
    }

    /** Announces what time has done before now. */
    Draft announce(Announcement announcement, Act act) {
        acts.add(act);
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

    List<Act> acts() {
        return acts;
    }

    List<Announcement> announcements() {
        return announcements;
    }
}
