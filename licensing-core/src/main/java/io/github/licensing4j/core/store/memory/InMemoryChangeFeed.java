package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ChangeFeed;
import io.github.licensing4j.spi.Revocation;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreEvent;
import io.github.licensing4j.spi.StoreEvent.Kind;
import io.github.licensing4j.spi.TokenRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Stores the latest changes. Only {@link InMemoryStore} changes it, under the lock. */
final class InMemoryChangeFeed implements ChangeFeed {
    private static final int KEPT = 100_000;

    private final StoreLock lock;
    private final Deque<StoreEvent> entries = new ArrayDeque<>();
    private long generation;
    private volatile Runnable listener = () -> {};

    InMemoryChangeFeed(StoreLock lock) {
        this.lock = lock;
    }

    @Override
    public void onChange(Runnable changed) {
        listener = changed;
    }

    /** Notifies the listener. Called without the lock, because the listener reads the store. */
    void changed() {
        listener.run();
    }

    @Override
    public long generation() {
        return lock.locked(() -> generation);
    }

    /**
     * Returns the generation that a change will have.
     *
     * @param seated licenses whose seats have changed
     */
    long generationOf(StoreChange change, List<LicenseId> seated) {
        return isInFeed(change) || !seated.isEmpty() ? generation + 1 : generation;
    }

    void add(StoreChange change, List<LicenseId> seated) {
        if (!isInFeed(change) && seated.isEmpty()) {
            return;
        }
        generation++;
        Set<LicenseId> licenses = new LinkedHashSet<>();
        change.licenses().forEach(changed -> licenses.add(changed.license().id()));
        change.grants().forEach(grant -> licenses.add(grant.license()));
        change.corrections().forEach(correction -> licenses.add(correction.license()));
        licenses.addAll(seated);
        for (LicenseId id : licenses) {
            add(new StoreEvent(generation, Kind.LICENSE, id.issuer(), id.value(), null));
        }
        for (ApiKeyRecord key : change.credentials().keys()) {
            add(new StoreEvent(generation, Kind.KEY, key.license().issuer(), key.hash(), null));
        }
        for (SignatureKeyRecord key : change.credentials().signatureKeys()) {
            add(new StoreEvent(generation, Kind.SIGNATURE_KEY, key.license().issuer(), key.id(), null));
        }
        for (TokenRecord token : change.credentials().tokens()) {
            if (token.revokedAt() != null) {
                String issuer = token.license().issuer();
                add(new StoreEvent(generation, Kind.REVOKED_TOKEN, issuer, token.id(), token.expiresAt()));
            }
        }
        for (RevokedToken token : change.credentials().revokedTokens()) {
            add(new StoreEvent(generation, Kind.REVOKED_TOKEN, token.issuer(), token.tokenId(), token.until()));
        }
        change.revocations().forEach(this::add);
        expire();
    }

    private static boolean isInFeed(StoreChange change) {
        return !change.licenses().isEmpty()
                || !change.grants().isEmpty()
                || !change.corrections().isEmpty()
                || !change.credentials().keys().isEmpty()
                || !change.credentials().signatureKeys().isEmpty()
                || !change.credentials().revokedTokens().isEmpty()
                || change.credentials().tokens().stream().anyMatch(token -> token.revokedAt() != null)
                || change.revocations().stream().anyMatch(revocation -> !(revocation instanceof Revocation.OfFamily));
    }

    private void add(Revocation revocation) {
        if (revocation instanceof Revocation.OfCustomer gone) {
            add(new StoreEvent(generation, Kind.REVOKED_CUSTOMER, gone.issuer(), gone.customer(), null));
        } else if (revocation instanceof Revocation.OfLicense gone) {
            add(new StoreEvent(generation, Kind.REVOKED_LICENSE, gone.issuer(), gone.license(), null));
        } else if (revocation instanceof Revocation.IssuedBefore gone) {
            add(new StoreEvent(generation, Kind.ISSUED_BEFORE, gone.issuer(), "", gone.before()));
        }
    }

    private void add(StoreEvent entry) {
        entries.addLast(entry);
    }

    /** Removes whole changes, so that a reader never sees only the rest of one. */
    private void expire() {
        while (entries.size() > KEPT) {
            long oldest = entries.getFirst().generation();
            while (!entries.isEmpty() && entries.getFirst().generation() == oldest) {
                entries.removeFirst();
            }
        }
    }

    @Override
    public List<StoreEvent> since(long after, int max) {
        return lock.locked(() -> {
            List<StoreEvent> found = new ArrayList<>();
            for (StoreEvent entry : entries) {
                if (entry.generation() > after) {
                    // Changes are returned whole, because a reader that stores its generation would miss the rest.
                    if (found.size() >= max && found.get(found.size() - 1).generation() != entry.generation()) {
                        break;
                    }
                    found.add(entry);
                }
            }
            return found;
        });
    }
}
