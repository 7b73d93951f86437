package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.BodyTooLargeException;
import io.github.licensing4j.Call;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyMaterial;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.signature.UsedNonces.Times;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one signature of a call by a stored key (RFC 9421 §3.2), the cheapest check first: parameters and coverage, the
 * signature, the content, the nonce. The content is read only after the signature is verified, and the nonce is used last, so
 * that a signature that fails for another reason stays unused.
 *
 * <p>The result does not distinguish an unknown key from a wrong signature. A signature by an unknown key is verified too, with
 * a fixed key, so that it is not answered at once. Safe for use by many threads.
 */
public final class SignatureVerifier {
    private final SignatureSettings settings;
    private final Coverage coverage;
    private final SignatureKeys keys;
    private final SignatureKeyChecks checks;
    private final UsedNonces nonces;
    private final InstantSource clock;

    /** Finds stored keys, and is notified of their use. Safe for use by many threads. */
    public interface SignatureKeys {
        /** Returns the key with an id, revoked or not. */
        Optional<SignatureKeyRecord> find(String keyId);

        /** Notes that a signature by a key was accepted. */
        void used(String keyId, long nowMillis);
    }

    /**
     * The keys of licenses.
     *
     * @param stored finds them
     * @param seal decrypts their secrets
     */
    public record Keys(SignatureKeys stored, SecretSeal seal) {}

    /**
     * @param settings not {@link SignatureSettings.Use#OFF}
     * @param replays remembers the nonces that were used
     */
    public SignatureVerifier(SignatureSettings settings, Keys keys, ReplayStore replays, InstantSource clock) {
        this.settings = settings;
        this.coverage = new Coverage(settings.components());
        this.keys = keys.stored;
        this.checks = new SignatureKeyChecks(keys.seal);
        this.nonces = new UsedNonces(replays);
        this.clock = clock;
    }

    /** The key of RFC 8032 §7.1, test 1. Signatures by unknown keys are verified with it, so that they take as long as others. */
    private static final class UnknownKey {
        private static final byte[] PUBLIC =
                HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        static final SignatureCheck CHECK = KeyMaterial.check(KeyMaterial.ed25519Public(PUBLIC), JwsAlgorithm.ED25519);
    }

    /** The result of verifying a signature. */
    sealed interface Result {}

    /** The signature is by a key that is valid, and the content is the signed one. */
    record Valid(SignatureKeyRecord key) implements Result {}

    /** The signature is not valid, or its key is not known. */
    record Invalid(String cause) implements Result {}

    /** The signature is valid, and its key is revoked. */
    record Revoked(SignatureKeyRecord key) implements Result {}

    /** The signature is valid, and its key has expired. */
    record Expired(SignatureKeyRecord key) implements Result {}

    /** The signature is valid, and the content is too long to be compared with its digest. */
    record TooLarge(long maxBytes) implements Result {}

    /** The use of the nonce cannot be recorded. */
    record Unavailable(String cause) implements Result {}

    SignatureSettings settings() {
        return settings;
    }

    Coverage coverage() {
        return coverage;
    }

    /** Returns whether a key has an id, revoked or not. */
    boolean isRegistered(String keyId) {
        return keys.find(keyId).isPresent();
    }

    /** @param isExpected accepts the keys that may have signed the call; others are treated as unknown */
    Result verify(Call call, RequestSignature signature, Predicate<SignatureKeyRecord> isExpected) {
        try {
            SignatureParameters parameters = signature.parameters();
            long now = clock.millis();
            Times times = requireTime(parameters, now);
            requireNonce(parameters.nonce());
            Map<Component, String> components = signature.components();
            coverage.require(components.keySet(), call);
            byte[] base = SignatureBase.of(SignedRequest.of(call), components, signature.serializedInput());
            Optional<SignatureKeyRecord> key = keys.find(signature.keyId()).filter(isExpected);
            if (!isSigned(key, parameters.algorithm(), base, signature.bytes())) {
                return new Invalid("its signature is not by its key, or there is no such key");
            }
            return signed(key.orElseThrow(), call, new Signed(components, parameters.nonce(), times), now);
        } catch (TokenFault fault) {
            return new Invalid(String.valueOf(fault.getMessage()));
        } catch (BodyTooLargeException e) {
            return new TooLarge(e.maxBytes());
        }
    }

    /** Returns the instants within which nodes accept the signature. */
    private Times requireTime(SignatureParameters parameters, long nowMillis) throws TokenFault {
        long created = parameters.created() * 1000;
        long until = created + settings.window().toMillis();
        long ahead = SignatureSettings.AHEAD.toMillis();
        if (nowMillis >= until || created > nowMillis + ahead) {
            throw TokenFault.invalid("its 'created' is too old, or in the future");
        }
        Long expires = parameters.expires();
        if (expires != null && nowMillis >= expires * 1000) {
            throw TokenFault.invalid("its 'expires' has passed");
        }
        return new Times(created - ahead, nowMillis, until + ahead);
    }

    private void requireNonce(@Nullable String nonce) throws TokenFault {
        if (nonce == null && settings.nonce() == SignatureSettings.Nonce.REQUIRED) {
            throw TokenFault.invalid("it has no 'nonce'");
        }
    }

    /** An {@code alg} parameter never widens what the key is used with (RFC 9421 §7.3.6). */
    private boolean isSigned(
            Optional<SignatureKeyRecord> key, @Nullable String claimed, byte[] base, byte[] signature) {
        Optional<SignatureAlgorithm> algorithm = key.flatMap(known -> SignatureAlgorithm.of(known.algorithm()))
                .filter(own -> claimed == null || claimed.equals(own.text()));
        if (algorithm.isEmpty()) {
            boolean unused = UnknownKey.CHECK.verify(base, signature);
            return false;
        }
        return checks.verifies(key.orElseThrow(), algorithm.get(), base, signature);
    }

    /** The covered parts of a verified signature. */
    private record Signed(
            Map<Component, String> components, @Nullable String nonce, Times times) {}

    private Result signed(SignatureKeyRecord key, Call call, Signed signed, long nowMillis) throws TokenFault {
        Instant revoked = key.times().revokedAt();
        if (revoked != null) {
            return new Revoked(key);
        }
        Instant expires = key.times().expiresAt();
        if (expires != null && nowMillis >= expires.toEpochMilli()) {
            return new Expired(key);
        }
        if (Coverage.hasContent(signed.components.keySet())) {
            ContentDigest.requireMatch(call.evidence());
        } else {
            ContentDigest.requireNoContent(call.evidence());
        }
        return used(key, signed, nowMillis);
    }

    private Result used(SignatureKeyRecord key, Signed signed, long nowMillis) {
        ReplayResult use = signed.nonce == null ? ReplayResult.FIRST : nonces.use(key.id(), signed.nonce, signed.times);
        return switch (use) {
            case FIRST -> {
                keys.used(key.id(), nowMillis);
                yield new Valid(key);
            }
            case REPLAYED -> new Invalid("its nonce was used before");
            case FULL -> new Unavailable("too many nonces were used lately");
            case UNKNOWN -> new Unavailable("it is not known whether its nonce was used before");
        };
    }
}
