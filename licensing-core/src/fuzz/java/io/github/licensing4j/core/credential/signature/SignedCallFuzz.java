package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.Call;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.HashedSignatures;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier.SignedCall.Signed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * No field makes the verifier throw or wait long, and what it accepts is what was signed: the same covered components and
 * parameters, with the same body.
 */
final class SignedCallFuzz {
    static {
        HashedSignatures.install();
    }

    private static final SignatureFixture FIXTURE = new SignatureFixture();
    private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8);

    @FuzzTest(maxDuration = "25s")
    void acceptsOnlyWhatWasSigned(FuzzedDataProvider data) throws TokenFault {
        Draft draft = FIXTURE.draft()
                .digested(new String(BODY, StandardCharsets.UTF_8))
                .header("Priority", "u=1, i")
                .covers("\"priority\";sf", "u=1, i")
                .covers("\"priority\";key=\"u\"", "1")
                .covers("\"@query-param\";name=\"city\"", "Vienna");
        String input = Mutations.of(data, draft.input());
        String signature = Mutations.of(data, draft.signature());
        Call call = draft.with(input, signature);
        SignedCall result = FIXTURE.verifier.authenticate(call);
        if (result instanceof Signed) {
            RequestSignature accepted = RequestSignature.find(List.of(input), List.of(signature), null, id -> true)
                    .get(0);
            byte[] base = SignatureBase.of(SignedRequest.of(call), accepted.components(), accepted.serializedInput());
            assertThat(new String(base, StandardCharsets.US_ASCII)).isEqualTo(draft.base());
        }
    }

    @FuzzTest(maxDuration = "25s")
    void digestIsThatOfBody(FuzzedDataProvider data) {
        Draft draft = FIXTURE.draft().digested(new String(BODY, StandardCharsets.UTF_8));
        String genuine =
                draft.unsigned().build().evidence().header("Content-Digest").get(0);
        String field = Mutations.of(data, genuine, genuine + ", md5=:AAAA:");
        byte[] body =
                data.consumeBoolean() ? BODY : data.consumeRemainingAsString().getBytes(StandardCharsets.UTF_8);
        Call call = Call.builder("POST", new RequestPath.Canonical("/"))
                .header("Content-Digest", field)
                .bodyDigest("SHA-256", Draft.digest("SHA-256", body))
                .bodyDigest("SHA-512", Draft.digest("SHA-512", body))
                .build();
        try {
            ContentDigest.requireMatch(call.evidence());
        } catch (TokenFault refused) {
            return;
        }
        assertThat(body).isEqualTo(BODY);
    }
}
