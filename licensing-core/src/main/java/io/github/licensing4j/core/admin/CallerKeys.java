package io.github.licensing4j.core.admin;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.KeyRevocation;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.StoreDependency;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manages the keys of a caller's own license, within the rights of its credential. */
final class CallerKeys implements CallerApiKeys {
    private static final int MAX_KEYS = 500;

    private final CallerCredential credential;
    private final VerifiedCredential caller;
    private final LicenseFinder finder;
    private final ManagedKeys keys;

    CallerKeys(CallerCredential credential, LicenseFinder finder, ManagedKeys keys) {
        this.credential = credential;
        this.caller = credential.caller();
        this.finder = finder;
        this.keys = keys;
    }

    @Override
    public List<ApiKeyView> list() {
        return all().stream().filter(this::isWithinReach).toList();
    }

    private List<ApiKeyView> all() {
        if (!finder.isStored(caller.license())) {
            throw new ConflictException(
                    ConflictException.Kind.STATE, "the license is not stored here, and so has no API keys");
        }
        return keys.list(caller.license().value());
    }

    private boolean isWithinReach(ApiKeyView key) {
        return caller.scopes().containsAll(key.scopes())
                && KeyRequests.bindings(key.bindings()).areWithin(caller.bindings());
    }

    @Override
    public NewKey create(KeyRequest wanted, AdminContext by) {
        refuseIfFull(all());
        if (!caller.scopes().containsAll(wanted.scopes())) {
            throw new InvalidFieldException("scopes", "expected only scopes of the caller's credential");
        }
        Bindings own = caller.bindings();
        CallerBindings requested = wanted.bindings();
        CallerBindings bound = new CallerBindings(
                requested.ips().isEmpty() ? own.ips() : requested.ips(),
                narrowed(requested.devices(), own.devices()),
                narrowed(requested.users(), own.users()),
                narrowed(requested.organisations(), own.organisations()));
        if (!KeyRequests.bindings(bound).areWithin(own)) {
            throw new InvalidFieldException("bind", "expected only what the caller's credential is bound to");
        }
        KeyRequest within = new KeyRequest(wanted.name(), wanted.scopes(), bound, end(wanted));
        return keys.create(caller.license().value(), within, named(by), pendingChange -> {
            KeyOrigin origin = credential.recheck(pendingChange);
            refuseIfFull(all());
            // Other nodes create keys at the same time.
            pendingChange.change().dependsOn(new StoreDependency.FewerKeysThan(caller.license(), MAX_KEYS));
            return origin;
        });
    }

    private static void refuseIfFull(List<ApiKeyView> all) {
        if (all.size() >= MAX_KEYS) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "the license has " + MAX_KEYS + " keys already, revoked ones counted; ask the administrator");
        }
    }

    /** Adds the caller's credential to the actor of the audit log. */
    private AdminContext named(AdminContext by) {
        return new AdminContext("caller/" + caller.id(), by.reason(), by.request());
    }

    private static Set<String> narrowed(Set<String> requested, Set<String> own) {
        return requested.isEmpty() ? own : requested;
    }

    /** Limits the end of a key, so that a leaked credential does not outlive itself in the keys it creates. */
    private @Nullable Instant end(KeyRequest wanted) {
        Instant last = ownEnd().orElse(null);
        Instant requested = wanted.expiresAt();
        if (requested != null && last != null && requested.isAfter(last)) {
            throw new InvalidFieldException(
                    "expires", "expected no later than the end of the caller's credential, " + last);
        }
        return requested == null ? last : requested;
    }

    /** Returns the end of the caller's credential: of the token itself, or of the stored key; empty if it has none. */
    private Optional<Instant> ownEnd() {
        return caller.keyHash().isPresent()
                ? Optional.ofNullable(keys.find(caller.id()).expiresAt())
                : Optional.of(caller.expiresAt());
    }

    @Override
    public KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by) {
        if (list().stream().noneMatch(key -> key.id().equals(keyId))) {
            throw new NotFoundException("key", keyId);
        }
        return keys.revoke(keyId, descendants, named(by), credential::recheck);
    }
}
