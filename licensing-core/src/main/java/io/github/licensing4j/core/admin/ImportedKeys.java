package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.KeyImport.ImportedKey;
import io.github.licensing4j.admin.KeyImport.Mode;
import io.github.licensing4j.admin.KeyImport.Outcome;
import io.github.licensing4j.admin.KeyImport.Report;
import io.github.licensing4j.admin.KeyImport.Result;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.ApiKeyRecord.History;
import io.github.licensing4j.spi.ApiKeyRecord.Label;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Restrictions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Imports the hashes of API keys that another system has issued. */
final class ImportedKeys {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_MASKED = 24;
    private static final int SHOWN_DIGITS = 8;

    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final Ids ids;

    ImportedKeys(AdminTransactions adminTransactions, LicenseFinder finder, Ids ids) {
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.ids = ids;
    }

    Report run(KeyImport wanted, AdminContext by) {
        if (wanted.keys().isEmpty() || wanted.keys().size() > KeyImport.MOST_KEYS) {
            throw new InvalidFieldException("keys", "expected 1 to " + KeyImport.MOST_KEYS + " keys");
        }
        if (wanted.mode() == Mode.DRY_RUN) {
            return report(wanted, new PendingChange(adminTransactions.now()), by);
        }
        return adminTransactions.carryOut(pendingChange -> report(wanted, pendingChange, by));
    }

    private Report report(KeyImport wanted, PendingChange pendingChange, AdminContext by) {
        Map<String, Integer> seen = new HashMap<>();
        List<Result> results = new ArrayList<>();
        for (ImportedKey key : wanted.keys()) {
            Integer before = seen.putIfAbsent(key.hash(), results.size() + 1);
            results.add(
                    before == null
                            ? result(key, pendingChange, by)
                            : refused("it is key " + before + " of the import too"));
        }
        return new Report(results);
    }

    private Result result(ImportedKey key, PendingChange pendingChange, AdminContext by) {
        try {
            check(key, pendingChange.now());
            LicenseRecord license = finder.open(key.license(), pendingChange);
            Optional<ApiKeyRecord> stored =
                    adminTransactions.store().credentials().keyByHash(key.hash());
            if (stored.isPresent()) {
                return stored(stored.get(), license);
            }
            ApiKeyRecord record = record(key, license, pendingChange.now());
            pendingChange.change().key(record);
            pendingChange.act(new AuditAction(
                    by.actor(),
                    "key.imported",
                    license.id().value(),
                    record.id(),
                    by.reason(),
                    Map.of("key", record.label().masked())));
            return new Result(Outcome.IMPORTED, record.id(), null);
        } catch (InvalidFieldException | NotFoundException | ConflictException e) {
            return refused(Objects.requireNonNull(e.getMessage()));
        }
    }

    /** A key is imported once: what was changed since, such as its revocation, stays. */
    private static Result stored(ApiKeyRecord key, LicenseRecord license) {
        return key.license().equals(license.id())
                ? new Result(Outcome.UNCHANGED, key.id(), null)
                : refused("the key is stored already, for another license");
    }

    private static void check(ImportedKey key, Instant now) {
        if (!HASH.matcher(key.hash()).matches()) {
            throw new InvalidFieldException("hash", "expected a SHA-256 in 64 lower-case hexadecimal digits");
        }
        if (!key.masked().isEmpty()) {
            NewLicenses.checkText("masked", key.masked(), MAX_MASKED);
            if (Sha256.hex(key.masked()).equals(key.hash())) {
                throw new InvalidFieldException("masked", "expected a part of the key, not the key");
            }
        }
        KeyRequest request = key.request();
        if (!request.name().isEmpty()) {
            NewLicenses.checkText("name", request.name(), ManagedKeys.MAX_NAME);
        }
        KeyRequests.checkScopes(request.scopes());
        Object unused = KeyRequests.bindings(request.bindings());
        NewLicenses.checkInstant("expires", request.expiresAt());
        if (request.expiresAt() != null && !request.expiresAt().isAfter(now)) {
            throw new InvalidFieldException("expires", "the key has expired");
        }
    }

    private ApiKeyRecord record(ImportedKey key, LicenseRecord license, Instant now) {
        KeyRequest request = key.request();
        String masked = key.masked().isEmpty() ? "sha256:" + key.hash().substring(0, SHOWN_DIGITS) + "…" : key.masked();
        return new ApiKeyRecord(
                ids.next("key_", now.toEpochMilli()),
                license.id(),
                1,
                key.hash(),
                new Label(masked, request.name()),
                new Restrictions(request.scopes(), request.bindings()),
                inMillis(request.expiresAt()),
                null,
                History.of(now, null));
    }

    private static @Nullable Instant inMillis(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }

    private static Result refused(String cause) {
        return new Result(Outcome.REFUSED, null, cause);
    }
}
