package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.SignatureKeyRecord.Times;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signature that is chosen among several, malformed fields, and keys that are unknown or have ended. */
class SignatureSelectionTest {
    private final SignatureFixture signatures = new SignatureFixture();
    private final KeyPair other = SigningKeys.generate(SignatureAlgorithm.ED25519);

    @Test
    @DisplayName(
            "RFC 9421 §7.2.5, §7.2.6: chooses by key, whatever the label; foreign signatures neither help nor harm")
    void ignoresForeignSignatures() {
        Draft own = signatures.draft().label("anything");
        Call beside = own.unsigned()
                .header("Signature-Input", "sig=(\"@status\";req \"x\";tr);created=1;keyid=\"foreign\"")
                .header("Signature-Input", own.input())
                .header("Signature", "sig=:AAAA:")
                .header("Signature", own.signature())
                .build();
        signatures.accepts(beside);
        Call foreign = own.unsigned()
                .header("Signature-Input", "sig=(\"@method\");created=1;keyid=\"foreign\"")
                .header("Signature", "sig=:AAAA:")
                .build();
        assertThat(signatures.outcome(foreign)).isEqualTo("unsigned");
        Call withoutKey = own.unsigned()
                .header("Signature-Input", "a=(\"@method\");created=1, b=1, c=(\"@method\");keyid=sig_1")
                .build();
        assertThat(signatures.outcome(withoutKey)).isEqualTo("unsigned");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.6: a signature with a given id is read if a key is registered under it")
    void readsRegisteredIds() {
        Draft foreign = new Draft(other.getPrivate(), signatures.parameters().replace("sig_1", "foreign"));
        assertThat(signatures.outcome(foreign.call())).isEqualTo("unsigned");
        signatures.add("foreign", SignatureAlgorithm.ED25519, SigningKeys.jwk(other));
        signatures.accepts(foreign.call());
        Draft own = signatures.draft().label("own");
        Call both = own.unsigned()
                .header("Signature-Input", own.input() + ", " + foreign.input())
                .header("Signature", own.signature() + ", " + foreign.signature())
                .build();
        assertThat(signatures.outcome(both)).isEqualTo("ambiguous");
    }

    @Test
    void looksUpFewGivenIds() {
        Draft last = new Draft(other.getPrivate(), signatures.parameters().replace("sig_1", "foreign"));
        signatures.add("foreign", SignatureAlgorithm.ED25519, SigningKeys.jwk(other));
        assertThat(signatures.outcome(behindUnknown(last, 3))).isEqualTo("signed");
        Draft again = new Draft(other.getPrivate(), signatures.parameters().replace("sig_1", "foreign"));
        assertThat(signatures.outcome(behindUnknown(again, 4))).isEqualTo("unsigned");
        assertThat(signatures.outcome(behindUnknown(signatures.draft(), 15)))
                .as("generated ids are always read")
                .isEqualTo("signed");
    }

    private static Call behindUnknown(Draft last, int count) {
        CallBuilder call = last.unsigned();
        for (int i = 0; i < count; i++) {
            call.header("Signature-Input", "u" + i + "=(\"@method\");created=1;keyid=\"unknown-" + i + "\"");
        }
        return call.header("Signature-Input", last.input())
                .header("Signature", last.signature())
                .build();
    }

    @Test
    @DisplayName("RFC 9421 §3.2: two signatures by keys of licenses are ambiguous as a credential")
    void refusesTwoSignatures() {
        signatures.add("sig_2", SignatureAlgorithm.ED25519, SigningKeys.jwk(other));
        Draft first = signatures.draft().label("a");
        Draft second = new Draft(other.getPrivate(), signatures.parameters().replace("sig_1", "sig_2")).label("b");
        Call both = first.unsigned()
                .header("Signature-Input", first.input() + ", " + second.input())
                .header("Signature", first.signature() + ", " + second.signature())
                .build();
        assertThat(signatures.outcome(both)).isEqualTo("ambiguous");
    }

    @Test
    @DisplayName("RFC 9421 §3.2: of two signatures the one by the key that a credential is bound to counts")
    void choosesBoundKey() {
        signatures.add("sig_2", SignatureAlgorithm.ED25519, SigningKeys.jwk(other));
        Draft first =
                signatures.draft().label("a").credential(Source.BEARER, "t").header("Authorization", "Bearer t");
        first.covers("\"authorization\"", "Bearer t");
        Draft second = new Draft(other.getPrivate(), signatures.parameters().replace("sig_1", "sig_2")).label("b");
        CallBuilder call = first.unsigned()
                .header("Signature-Input", first.input() + ", " + second.input())
                .header("Signature", first.signature() + ", " + second.signature());
        Call both = call.build();
        assertThat(signatures.verifier.verify(both, new Confirmation("kid", "sig_1")))
                .isInstanceOf(ProofVerification.Proven.class);
        assertThat(code(signatures.verifier.verify(both, new Confirmation("kid", "sig_3"))))
                .isEqualTo(RefusalCode.PROOF_INVALID);
        assertThat(code(signatures.verifier.verifyByLicense(both, SignatureFixture.LICENSE)))
                .as("two by keys of the license")
                .isEqualTo(RefusalCode.PROOF_INVALID);
    }

    private static RefusalCode code(ProofVerification result) {
        return ((ProofVerification.Rejected) result).code();
    }

    @Test
    @DisplayName("RFC 9421 §7.2.4: a signature by a key of another license proves nothing")
    void refusesKeyOfOtherLicense() {
        Draft draft = signatures
                .draft()
                .credential(Source.API_KEY, "k")
                .header("X-API-Key", "k")
                .covers("\"x-api-key\"", "k");
        assertThat(code(signatures.verifier.verifyByLicense(
                        draft.call(), new LicenseId("https://vendor.example", "lic_2"))))
                .isEqualTo(RefusalCode.PROOF_INVALID);
        assertThat(signatures.verifier.verifyByLicense(draft.call(), SignatureFixture.LICENSE))
                .isInstanceOf(ProofVerification.Proven.class);
    }

    @Test
    @DisplayName("RFC 9421 §3.2: an unknown key and a wrong signature have the same outcome")
    void unknownKeyIsNoOracle() {
        Draft unknown = signatures.draft().parameters(signatures.parameters().replace("sig_1", "sig_9"));
        Draft wrong = new Draft(other.getPrivate(), signatures.parameters());
        Draft tooShort = signatures.draft();
        assertThat(signatures.rejects(unknown.call()))
                .isEqualTo(signatures.rejects(wrong.call()))
                .isEqualTo(signatures.rejects(tooShort.with(tooShort.input(), "sig=:AAAA:")))
                .isEqualTo(signatures.rejects(tooShort.with(tooShort.input(), "sig=::")));
        assertThat(signatures.used).isEmpty();
    }

    @Test
    @DisplayName("RFC 9421 §3.2: a revoked or expired key is named as such after its signature is verified only")
    void endedKeys() {
        var key = Objects.requireNonNull(signatures.keys.get("sig_1"));
        signatures.keys.put("sig_1", key.revoked(Instant.EPOCH));
        assertThat(signatures.outcome(signatures.draft().call())).isEqualTo("credential-revoked");
        signatures.rejects(new Draft(other.getPrivate(), signatures.parameters()).call());
        var expired = new Times(key.times().createdAt(), signatures.clock.instant(), null);
        signatures.keys.put(
                "sig_1",
                new SignatureKeyRecord(
                        key.id(), key.license(), 1, key.algorithm(), key.material(), "", key.restrictions(), expired));
        assertThat(signatures.outcome(signatures.draft().call())).isEqualTo("credential-expired");
        assertThat(signatures.used).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig",
                "sig=(",
                "sig=(\"@method\"",
                "sig=(\"@method\"));created=1;keyid=\"sig_1\"",
                "sig=(\"@method\");created=1;keyid=\"sig_1\", sig=(\"@method\");created=1;keyid=\"sig_1\"",
                "sig=(\"@method\");created=1;keyid=\"sig_1\",",
                "SIG=(\"@method\");created=1;keyid=\"sig_1\"",
                "sig=(\"@method\");created=1;keyid=\"sig_1\u00e9\"",
                "a=(\"x\");keyid=\"sig_1\";x=1;x=2"
            })
    @DisplayName("RFC 9421 §4.1, RFC 9651 §4.2.2: refuses malformed fields, and labels and parameters that occur twice")
    void refusesMalformedInput(String input) {
        Draft draft = signatures.draft();
        String outcome = signatures.outcome(draft.with(input, draft.signature()));
        assertThat(outcome).isIn("credential-invalid", input.equals("sig") ? "unsigned" : "credential-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "other=:AAAA:",
                "sig=AAAA",
                "sig=\"AAAA\"",
                "sig=(:AAAA:)",
                "sig=:A*AA:",
                "sig",
                "sig=:AAAA:, sig=:AAAA:"
            })
    @DisplayName("RFC 9421 §4.2: refuses a signature that is absent, of another type, or given twice")
    void refusesMalformedSignature(String signature) {
        Draft draft = signatures.draft();
        signatures.rejects(draft.with(draft.input(), signature));
    }

    @Test
    @DisplayName("RFC 9421 §4.1: a label that occurs on two lines is refused too")
    void refusesLabelOnTwoLines() {
        Draft draft = signatures.draft();
        Call call = draft.unsigned()
                .header("Signature-Input", draft.input())
                .header("Signature-Input", draft.input())
                .header("Signature", draft.signature())
                .build();
        assertThat(signatures.rejects(call)).isEqualTo("Signature-Input has a member or a parameter twice");
    }

    @Test
    @DisplayName("Long fields are refused before they are parsed")
    void refusesLongFields() {
        Draft draft = signatures.draft();
        String padding = "x".repeat(65_536);
        assertThat(signatures.rejects(draft.with(draft.input() + ";pad=\"" + padding + "\"", draft.signature())))
                .isEqualTo("Signature-Input is longer than 8192 characters");
        String signature = "sig=:" + Base64.getEncoder().encodeToString(new byte[49_152]) + ":";
        assertThat(signatures.rejects(draft.with(draft.input(), signature)))
                .isEqualTo("Signature is longer than 8192 characters");
        Draft covered = signatures.draft().header("X-Long", padding);
        assertThat(signatures.rejects(covered.covers("\"x-long\"", padding).call()))
                .isEqualTo("what it covers is longer than 65536 characters");
        StringBuilder many = new StringBuilder(draft.input());
        for (int i = 0; i < 16; i++) {
            many.append(", a").append(i).append("=1");
        }
        assertThat(signatures.rejects(draft.with(many.toString(), draft.signature())))
                .isEqualTo("there are 17 signatures, expected at most 16");
    }
}
