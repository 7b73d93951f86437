package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.SignatureKeys.KeyUse;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.servlet.admin.KeyJson.BindingJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The request bodies of the routes of API keys, license tokens and revocations. */
final class CredentialRequests {
    private CredentialRequests() {}

    private static CallerBindings bindings(@Nullable BindingJson bind) {
        return bind == null ? CallerBindings.none() : bind.bindings();
    }

    /** An API key to create. */
    record NewKeyJson(
            @Nullable String name,
            Set<String> scopes,
            @Nullable BindingJson bind,
            @Nullable Instant expires,
            @Nullable String reason)
            implements Request {

        KeyRequest request() {
            return new KeyRequest(Objects.requireNonNullElse(name, ""), scopes, bindings(bind), expires);
        }
    }

    /** API keys of another system to import. */
    record KeyImportJson(
            @JsonProperty(required = true) List<ImportedKeyJson> keys,
            @Nullable Boolean dryRun,
            @Nullable String reason)
            implements Request {

        KeyImport request() {
            return new KeyImport(
                    keys.stream().map(ImportedKeyJson::key).toList(),
                    Boolean.TRUE.equals(dryRun) ? KeyImport.Mode.DRY_RUN : KeyImport.Mode.STORE);
        }
    }

    /** An API key of another system, by its hash. */
    record ImportedKeyJson(
            @JsonProperty(required = true) String hash,
            @JsonProperty(required = true) String license,
            @Nullable String masked,
            @Nullable String name,
            Set<String> scopes,
            @Nullable BindingJson bind,
            @Nullable Instant expires) {

        KeyImport.ImportedKey key() {
            KeyRequest request = new KeyRequest(Objects.requireNonNullElse(name, ""), scopes, bindings(bind), expires);
            return new KeyImport.ImportedKey(hash, Objects.requireNonNullElse(masked, ""), license, request);
        }
    }

    /** The replacement of a key. */
    record RotationJson(
            @JsonProperty(required = true) Duration overlap,
            @Nullable String reason) implements Request {}

    /** The revocation of a key. */
    record KeyRevocationJson(
            Patch<Descendants> descendants, @Nullable String reason) implements Request {

        /** Returns what happens to the keys that were created with the revoked key. */
        Descendants effective() {
            return descendants instanceof Patch.Assigned<Descendants> assigned ? assigned.value() : Descendants.REVOKE;
        }

        /** Returns whether the response lists the keys that were revoked with it. */
        boolean listsDescendants() {
            return !(descendants instanceof Patch.Kept);
        }
    }

    /** A key that is to sign calls. */
    record NewSignatureKeyJson(
            @JsonProperty(required = true) String alg,
            @Nullable Jwk jwk,
            @Nullable String keyId,
            @Nullable String name,
            Set<String> scopes,
            @Nullable BindingJson bind,
            @Nullable Instant expires,
            @Nullable String reason)
            implements Request {

        SignatureKeyRequest request() {
            KeyUse use = new KeyUse(Objects.requireNonNullElse(name, ""), scopes, bindings(bind), expires);
            return new SignatureKeyRequest(alg, jwk == null ? null : jwk.text(), keyId, use);
        }
    }

    /** A license token to issue. */
    record NewTokenJson(
            @JsonProperty(required = true) Duration ttl,
            Set<String> scopes,
            @Nullable BindingJson bind,
            @Nullable ConfirmationJson cnf,
            @Nullable String reason)
            implements Request {

        TokenRequest request() {
            return new TokenRequest(ttl, scopes, bindings(bind), cnf == null ? null : cnf.confirmation());
        }
    }

    /** The key of the caller to which a token is bound (RFC 7800): one of them. */
    record ConfirmationJson(
            @JsonSetter(nulls = Nulls.FAIL) @Nullable String jkt,

            @JsonProperty("x5t#S256") @JsonSetter(nulls = Nulls.FAIL) @Nullable
            String certificate,

            @JsonSetter(nulls = Nulls.FAIL) @Nullable String kid) {

        KeyConfirmation confirmation() {
            List<KeyConfirmation> named = Stream.of(
                            method("jkt", jkt), method("x5t#S256", certificate), method("kid", kid))
                    .flatMap(Optional::stream)
                    .toList();
            if (named.size() != 1) {
                throw new InvalidFieldException("cnf", "expected one of jkt, x5t#S256 and kid");
            }
            return named.get(0);
        }

        private static Optional<KeyConfirmation> method(String name, @Nullable String value) {
            return Optional.ofNullable(value).map(text -> new KeyConfirmation(name, text));
        }
    }

    /** The revocation of a token. */
    record TokenRevocationJson(
            @Nullable String issuer, @Nullable String reason) implements Request {}

    /** The revocation of a customer. */
    record CustomerRevocationJson(
            @Nullable String issuer, @Nullable String reason) implements Request {}

    /** A revocation by age, or of one license. */
    record RevocationJson(
            @Nullable String issuer,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable String license,
            @JsonSetter(nulls = Nulls.FAIL) Patch<Instant> issuedBefore,
            @Nullable String reason)
            implements Request {}
}
