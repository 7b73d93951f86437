package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.SigningKeys.Use;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of the routes of tokens, revocations and signing keys. */
final class CredentialResponses {
    private CredentialResponses() {}

    /** A page of API keys. */
    record KeysJson(List<KeyJson> keys) {}

    /** The report of an import of keys. */
    record KeyImportReportJson(
            boolean dryRun, long imported, long unchanged, long refused, List<ImportedKeyResultJson> keys) {

        static KeyImportReportJson of(KeyImport.Report report, KeyImport.Mode mode) {
            return new KeyImportReportJson(
                    mode == KeyImport.Mode.DRY_RUN,
                    report.count(KeyImport.Outcome.IMPORTED),
                    report.count(KeyImport.Outcome.UNCHANGED),
                    report.count(KeyImport.Outcome.REFUSED),
                    report.results().stream()
                            .map(result -> new ImportedKeyResultJson(result.outcome(), result.keyId(), result.cause()))
                            .toList());
        }
    }

    /** The result for one key of an import. */
    record ImportedKeyResultJson(
            KeyImport.Outcome outcome,
            @Nullable String keyId,
            @Nullable String cause) {}

    /** An issued token. */
    record TokenJson(String token, String tokenId, Instant expiresAt) {}

    /** A revoked key. */
    record KeyRevokedJson(String keyId, List<String> descendants) {}

    /** A revocation of a token that is not on record. */
    record RevokedAheadJson(String tokenId, String issuer, boolean onRecord) {}

    /** A revoked customer. */
    record CustomerRevokedJson(String customer, int licensesRevoked) {}

    /** A revocation by age, or of one license, that applies. */
    record RevocationMadeJson(
            @Nullable Instant issuedBefore,
            @Nullable String license,
            @Nullable String issuer,
            @Nullable Boolean onRecord) {}

    /** A signing key, without its private part. */
    record SigningKeyJson(
            String kid, String alg, Use use, @Nullable Instant createdAt) {}

    /** The signing keys. */
    record SigningKeysJson(List<SigningKeyJson> keys) {}
}
