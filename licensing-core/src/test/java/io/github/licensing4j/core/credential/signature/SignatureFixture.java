package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall;
import io.github.licensing4j.core.credential.signature.SignatureSettings.Nonce;
import io.github.licensing4j.core.credential.signature.SignatureSettings.Use;
import io.github.licensing4j.core.credential.signature.SignatureVerifier.SignatureKeys;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.SignatureKeyRecord.Times;
import io.github.licensing4j.tck.MovableClock;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A verifier, a clock, and a license with an Ed25519 key. */
final class SignatureFixture {
    static final String URL = "https://api.example.com/v1/forecast?city=Vienna";
    static final LicenseId LICENSE = new LicenseId("https://vendor.example", "lic_1");
    static final String KEY_ID = "sig_1";
    static final String ACCEPTED = "sig=(\"@method\" \"@authority\" \"@path\" \"@query\");created";

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    final KeyPair pair = SigningKeys.generate(SignatureAlgorithm.ED25519);
    final Map<String, SignatureKeyRecord> keys = new HashMap<>();
    final Map<String, Long> used = new HashMap<>();
    final SecretSeal seal = new SecretSeal(new byte[32]);
    final InMemoryReplays replays = new InMemoryReplays(1_000_000, 1_000_000);
    SignatureProofVerifier verifier;
    private final AtomicInteger nonces = new AtomicInteger();

    private final class Stored implements SignatureKeys {
        @Override
        public Optional<SignatureKeyRecord> find(String keyId) {
            return Optional.ofNullable(keys.get(keyId));
        }

        @Override
        public void used(String keyId, long nowMillis) {
            used.put(keyId, nowMillis);
        }
    }

    SignatureFixture() {
        this.verifier = verifier(SignatureSettings.defaults());
        add(KEY_ID, SignatureAlgorithm.ED25519, SigningKeys.jwk(pair));
    }

    SignatureProofVerifier verifier(SignatureSettings settings) {
        return new SignatureProofVerifier(
                new SignatureVerifier(settings, new SignatureVerifier.Keys(new Stored(), seal), replays, clock));
    }

    static SignatureSettings settings(Nonce nonce, @Nullable String tag, String... components) {
        return new SignatureSettings(Use.OPTIONAL, nonce, Duration.ofMinutes(5), tag, List.of(components));
    }

    void add(String id, SignatureAlgorithm algorithm, String material) {
        keys.put(
                id,
                new SignatureKeyRecord(
                        id,
                        LICENSE,
                        1,
                        algorithm.text(),
                        material,
                        "",
                        Restrictions.none(),
                        new Times(Instant.parse("2026-01-01T00:00:00Z"), null, null)));
    }

    long now() {
        return clock.millis() / 1000;
    }

    /** Returns parameters with a nonce that was not used before. */
    String parameters() {
        return ";created=" + now() + ";keyid=\"" + KEY_ID + "\";nonce=\"n" + nonces.incrementAndGet() + "\"";
    }

    Draft draft() {
        return new Draft(pair.getPrivate(), parameters());
    }

    /** Returns "signed", "unsigned", "ambiguous", or the code of the refusal. */
    String outcome(Call call) {
        SignedCall result = verifier.authenticate(call);
        if (result instanceof SignedCall.Refused refused) {
            return refused.rejected().code().text();
        }
        return result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    void accepts(Call call) {
        assertThat(outcome(call)).isEqualTo("signed");
    }

    /** Expects a refusal that reveals nothing but what a signature must cover, and returns its cause. */
    String rejects(Call call) {
        SignedCall.Refused refused = (SignedCall.Refused) verifier.authenticate(call);
        assertThat(refused.rejected().code()).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(refused.license()).isNull();
        assertThat(Objects.requireNonNull(refused.rejected().challenge()).value())
                .isEqualTo("Signature error=\"invalid_signature\"");
        return refused.rejected().cause();
    }
}
