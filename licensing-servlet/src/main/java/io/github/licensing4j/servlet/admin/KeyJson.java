package io.github.licensing4j.servlet.admin;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.SignalAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** An API key. */
record KeyJson(
        String keyId,
        @Nullable String key,
        String license,
        String masked,
        @Nullable String name,
        @JsonUnwrapped Use use,
        @JsonUnwrapped Lifetime lifetime,
        @Nullable MakerJson madeWith,
        @Nullable Instant lastUsedAt,
        @Nullable RestraintJson restraint) {

    /** The scopes of the key, and what may use it. */
    record Use(
            @JsonInclude(NON_EMPTY) SortedSet<String> scopes,
            @Nullable BindingJson bind) {}

    /** The addresses, devices, users and organisations that may use a credential or a license. */
    record BindingJson(
            @JsonInclude(NON_EMPTY) List<String> ips,
            @JsonInclude(NON_EMPTY) Set<String> devices,
            @JsonInclude(NON_EMPTY) Set<String> users,
            @JsonInclude(NON_EMPTY) Set<String> organisations) {

        CallerBindings bindings() {
            return new CallerBindings(ips, devices, users, organisations);
        }
    }

    /** The instants at which the key was created and ended. */
    record Lifetime(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String replacedBy) {}

    /** The credential with which a caller created a key. */
    record MakerJson(@Nullable String keyId, @Nullable String tokenId) {}

    /** A restriction of a key for a time, because of a signal. */
    record RestraintJson(SignalAnswer.Action action, Instant until, String signal) {}

    /** Returns the key with its secret, for the response that creates it. */
    KeyJson created(String secret) {
        return new KeyJson(keyId, secret, license, masked, name, use, lifetime, madeWith, lastUsedAt, restraint);
    }

    /** Returns the key for callers, without the credential that it was made with. */
    KeyJson own() {
        return new KeyJson(keyId, key, license, masked, name, use, lifetime, null, lastUsedAt, restraint);
    }
}
