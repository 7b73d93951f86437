package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.ApiKeys;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.license.KeyRestraints;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.KeyOrigin;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Restrictions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Manages API keys: creates them, rotates them with an overlap, revokes them together with the tokens that came from
 * them.
 */
final class ManagedKeys implements ApiKeys {
    static final int MAX_NAME = 100;
    private static final Duration MAX_OVERLAP = Duration.ofDays(90);

    private final String issuer;
    private final String environment;
    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final Ids ids;
    private final Idempotency idempotency;
    private final TokenSweep tokens;
    private final MadeKeys made;
    private final ImportedKeys imports;

    /** @param environment the environment of keys, such as {@code live} */
    ManagedKeys(String issuer, String environment, AdminTransactions adminTransactions, LicenseFinder finder, Ids ids) {
        this.issuer = issuer;
        this.environment = environment;
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.ids = ids;
        this.idempotency = new Idempotency(issuer, adminTransactions.store().requests());
        this.tokens = new TokenSweep(adminTransactions);
        this.made = new MadeKeys(issuer, adminTransactions);
        this.imports = new ImportedKeys(adminTransactions, finder, ids);
    }

    @Override
    public NewKey create(String licenseId, KeyRequest request, AdminContext by) {
        return create(licenseId, request, by, pendingChange -> null);
    }

    /** @param maker checks the requesting credential within the change; returns null for an administrator */
    NewKey create(
            String licenseId, KeyRequest request, AdminContext by, Function<PendingChange, @Nullable KeyOrigin> maker) {
        if (!request.name().isEmpty()) {
            NewLicenses.checkText("name", request.name(), MAX_NAME);
        }
        KeyRequests.checkScopes(request.scopes());
        Bindings unused = KeyRequests.bindings(request.bindings());
        return adminTransactions.carryOut(pendingChange -> {
            KeyOrigin origin = maker.apply(pendingChange);
            idempotency.refuseRepeat(by, pendingChange.now(), "key");
            LicenseRecord license = finder.open(licenseId, pendingChange);
            NewLicenses.checkInstant("expires", request.expiresAt());
            if (request.expiresAt() != null && !request.expiresAt().isAfter(pendingChange.now())) {
                throw new InvalidFieldException("expires", "expected an instant after " + pendingChange.now());
            }
            String key = ApiKeyFormat.generate(environment);
            ApiKeyRecord record = record(key, license.id(), request, origin, pendingChange.now())
                    .countedIn(root(origin));
            pendingChange.change().key(record).idempotencyRecord(idempotency.of(by, record.id(), pendingChange.now()));
            pendingChange.act(act(by, "key.created", record));
            return shown(record, key, license, pendingChange.now());
        });
    }

    @Override
    public KeyImport.Report importKeys(KeyImport keys, AdminContext by) {
        return imports.run(keys, by);
    }

    private ApiKeyRecord record(
            String key, LicenseId license, KeyRequest request, @Nullable KeyOrigin origin, Instant now) {
        return new ApiKeyRecord(
                ids.next("key_", now.toEpochMilli()),
                license,
                1,
                ApiKeyFormat.hash(key),
                new Label(ApiKeyFormat.mask(key), request.name()),
                new Restrictions(request.scopes(), request.bindings()),
                request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                null,
                History.of(now, origin));
    }

    @Override
    public List<ApiKeyView> list(String licenseId) {
        LicenseRecord license = finder.stored(licenseId);
        Instant now = adminTransactions.now();
        List<ApiKeyRecord> keys = adminTransactions.store().credentials().keysOf(license.id());
        Map<String, Instant> used = adminTransactions
                .store()
                .credentials()
                .lastUsed(keys.stream().map(ApiKeyRecord::id).toList());
        return keys.stream()
                .map(key ->
                        AdminViews.key(key, used.get(key.id()), KeyRestraints.strictest(license, key.countedAs(), now)))
                .toList();
    }

    @Override
    public NewKey rotate(String keyId, Duration overlap, AdminContext by) {
        if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
            throw new InvalidFieldException("overlap", "expected from PT0S to " + MAX_OVERLAP);
        }
        return adminTransactions.carryOut(pendingChange -> {
            idempotency.refuseRepeat(by, pendingChange.now(), "key");
            ApiKeyRecord old = inForce(keyId, pendingChange.now());
            LicenseRecord license = finder.open(old.license().value(), pendingChange);
            String key = ApiKeyFormat.generate(environment);
            // It has the same owner: a revocation of the credential that created the old key must include it.
            ApiKeyRecord fresh = record(
                            key, old.license(), same(old), old.history().origin(), pendingChange.now())
                    .countedIn(old.countedAs());
            Instant end = pendingChange.now().plus(overlap);
            Instant last = old.expiresAt() != null && old.expiresAt().isBefore(end) ? old.expiresAt() : end;
            pendingChange
                    .change()
                    .key(old.ending(last, null, fresh.id()))
                    .key(fresh)
                    .idempotencyRecord(idempotency.of(by, fresh.id(), pendingChange.now()));
            pendingChange.act(new AuditAction(
                    by.actor(),
                    "key.rotated",
                    old.license().value(),
                    keyId,
                    by.reason(),
                    Map.of("replacedBy", fresh.id(), "key", fresh.label().masked(), "oldWorksUntil", last.toString())));
            return shown(fresh, key, license, pendingChange.now());
        });
    }

    private static NewKey shown(ApiKeyRecord record, String key, LicenseRecord license, Instant now) {
        return new NewKey(AdminViews.key(record, null, KeyRestraints.strictest(license, record.countedAs(), now)), key);
    }

    /** Returns the request that a key was created by. */
    private static KeyRequest same(ApiKeyRecord key) {
        Restrictions own = key.restrictions();
        return new KeyRequest(key.label().name(), own.scopes(), own.bindings(), key.expiresAt());
    }

    private ApiKeyRecord inForce(String keyId, Instant now) {
        ApiKeyRecord key = find(keyId);
        if (key.revokedAt() != null) {
            throw new ConflictException(Kind.STATE, "key '" + keyId + "' is revoked");
        }
        if (key.history().replacedBy() != null) {
            throw new ConflictException(
                    Kind.STATE,
                    "key '" + keyId + "' was replaced by '" + key.history().replacedBy() + "' already");
        }
        if (key.expiresAt() != null && !key.expiresAt().isAfter(now)) {
            throw new ConflictException(Kind.STATE, "key '" + keyId + "' has expired");
        }
        return key;
    }

    /**
     * Returns the id of the key in whose quotas a new key counts: that of its creator. Empty if that is a token that
     * came from no key, null for a key of its own.
     */
    private @Nullable String root(@Nullable KeyOrigin origin) {
        if (origin == null) {
            return null;
        }
        return origin.keyId() == null ? "" : find(origin.keyId()).countedAs();
    }

    /** Returns a key by its id. */
    ApiKeyRecord find(String keyId) {
        return adminTransactions
                .store()
                .credentials()
                .key(issuer, keyId)
                .orElseThrow(() -> new NotFoundException("key", keyId));
    }

    @Override
    public KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by) {
        return revoke(keyId, descendants, by, pendingChange -> {});
    }

    /** @param maker checks the requesting credential within the change */
    KeyRevocation revoke(String keyId, Descendants descendants, AdminContext by, Consumer<PendingChange> maker) {
        adminTransactions.carryOut(pendingChange -> {
            maker.accept(pendingChange);
            ApiKeyRecord key = find(keyId);
            if (key.revokedAt() == null) {
                pendingChange
                        .change()
                        .key(key.ending(
                                key.expiresAt(),
                                pendingChange.now(),
                                key.history().replacedBy()));
                tokens.begin(pendingChange, keyId);
                pendingChange.act(act(by, "key.revoked", key));
            }
            return keyId;
        });
        // Repeated for a revoked key too: the first time may have been interrupted.
        tokens.finish(keyId);
        return new KeyRevocation(keyId, descendants == Descendants.REVOKE ? made.revoke(keyId, by) : made.of(keyId));
    }

    private static AuditAction act(AdminContext by, String action, ApiKeyRecord key) {
        return new AuditAction(
                by.actor(),
                action,
                key.license().value(),
                key.id(),
                by.reason(),
                Map.of("key", key.label().masked()));
    }
}
