package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.hash.Sha256;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** An administered engine with a license that has a signature key, and calls that are signed by it. */
abstract class SignedCallFixture extends CredentialFixture {
    static final URI RESOURCE = URI.create("https://api.example.com/v1/forecast?city=Vienna");
    static final byte[] NOTHING = new byte[0];

    final KeyPair pair = SigningKeys.generate(SignatureAlgorithm.ED25519);
    String keyId = "";

    @BeforeEach
    void addKey() {
        keyId = add(license, pair);
    }

    String add(String of, KeyPair key) {
        return fixture.admin
                .signatureKeys()
                .add(of, SignatureKeyRequest.of("ed25519", SigningKeys.jwk(key)), BY)
                .view()
                .id();
    }

    RequestSigner signer() {
        return RequestSigner.with(keyId, pair.getPrivate()).clock(fixture.clock);
    }

    /** Returns a call that a signer has signed, with the fields of a credential. */
    static CallBuilder call(@Nullable RequestSigner signer, Map<String, String> fields, byte[] body) {
        Map<String, List<String>> lines = new HashMap<>();
        fields.forEach((name, value) -> lines.put(name, List.of(value)));
        CallBuilder call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(RESOURCE)
                .peer(PEER)
                .bodyDigest("SHA-256", Sha256.of(body));
        fields.forEach(call::header);
        if (signer != null) {
            signer.fields("GET", RESOURCE, lines, body).forEach(call::header);
        }
        return call;
    }

    Identification signed(RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "as received"))
                .build());
    }

    Identification withKey(String apiKey, @Nullable RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of("X-API-Key", apiKey), NOTHING)
                .credential(new Credential(Source.API_KEY, apiKey))
                .build());
    }

    Identification withToken(String token, @Nullable RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of("Authorization", "Bearer " + token), NOTHING)
                .credential(new Credential(Source.BEARER, token))
                .build());
    }

    static String outcome(Identification who) {
        if (!(who instanceof Refused refused)) {
            return "granted";
        }
        Refusal refusal = refused.refusal();
        return refusal.code().text()
                + (refusal.challenge() == null ? "" : " " + refusal.challenge().value());
    }

    String bound(String kid) {
        TokenRequest request =
                new TokenRequest(Duration.ofHours(1), Set.of(), CallerBindings.none(), new KeyConfirmation("kid", kid));
        return fixture.admin.tokens().mint(license, request, BY).token();
    }
}
