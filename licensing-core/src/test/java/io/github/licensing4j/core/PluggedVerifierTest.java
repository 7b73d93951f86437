package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.LicenseRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluggedVerifierTest {

    @TempDir
    Path dir;

    private final Badges badges = new Badges();
    private EngineFixture engine;

    /** Verifies {@code badge:<license>[:<key>]} of {@code Authorization: Bearer}; badges with a key are bound to it. */
    private static final class Badges implements CredentialVerifier {
        final List<String> verified = new ArrayList<>();

        @Override
        public boolean accepts(Credential credential) {
            return credential.source() == Source.BEARER && credential.value().startsWith("badge:");
        }

        @Override
        public CredentialVerification verify(Credential credential) {
            verified.add(credential.value());
            String[] parts = credential.value().split(":", -1);
            return parts[1].isEmpty()
                    ? new CredentialVerification.Rejected(RefusalCode.CREDENTIAL_INVALID, "it names no license")
                    : Badge.of(parts[1])
                            .withScopes(Set.of("read"))
                            .boundTo(Stream.of(parts)
                                    .skip(2)
                                    .map(key -> new Confirmation(HeaderProof.METHOD, key))
                                    .toList());
        }
    }

    @BeforeEach
    void start() {
        engine = new EngineFixture(
                dir, builder -> builder.credentialVerifier(badges).proofVerifier(new HeaderProof()));
        engine.put(LicenseRecord.of(
                new LicenseId(EngineFixture.ISSUER, "lic_1"),
                "acme",
                PlanId.parse("pro@1"),
                Instant.parse("2026-01-01T00:00:00Z"),
                ZoneOffset.UTC));
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void grantsByPluggedCredential() {
        Identified caller = (Identified) identify("badge:lic_1", null);
        assertThat(caller.license().orElseThrow().customer()).isEqualTo("acme");
        assertThat(caller.scopes()).containsExactly("read");
        assertThat(EngineFixture.decide(engine.licensing, caller, Requirement.license()))
                .isInstanceOf(Granted.class);
    }

    @Test
    void verifiesRepeatedCredentialOnce() {
        assertThat(identify("badge:lic_1", null)).isInstanceOf(Identified.class);
        assertThat(identify("badge:lic_1", null)).isInstanceOf(Identified.class);
        assertThat(badges.verified).hasSize(1);
    }

    @Test
    void cachedCredentialHoldsForItsSourceOnly() {
        assertThat(identify("badge:lic_1", null)).isInstanceOf(Identified.class);
        Call other = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Source.API_KEY, "badge:lic_1"))
                .build();
        assertThat(code(engine.licensing.identify(other))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        assertThat(identify("badge:lic_1", null)).isInstanceOf(Identified.class);
    }

    @Test
    void leavesOtherCredentialsToTheirVerifiers() {
        assertThat(engine.identify(engine.token("pro@1", "lic_2"))).isInstanceOf(Identified.class);
        assertThat(badges.verified).isEmpty();
    }

    @Test
    void refusesRejectedCredential() {
        assertThat(code(identify("badge:", null))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesUnknownLicense() {
        assertThat(code(identify("badge:lic_unknown", null))).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
    }

    @Test
    void refusesExpiredCredential() {
        assertThat(identify("badge:lic_1", null)).isInstanceOf(Identified.class);
        engine.clock.set("2026-03-10T13:00:31Z");
        assertThat(code(identify("badge:lic_1", null))).isEqualTo(RefusalCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void verifiesProofOnEachCall() {
        assertThat(identify("badge:lic_1:key-1", "key-1")).isInstanceOf(Identified.class);
        assertThat(code(identify("badge:lic_1:key-1", null))).isEqualTo(RefusalCode.PROOF_REQUIRED);
        assertThat(code(identify("badge:lic_1:key-1", "key-2"))).isEqualTo(RefusalCode.PROOF_INVALID);
        assertThat(badges.verified).hasSize(1);
    }

    @Test
    void refusesBoundCredentialWithoutVerifier() {
        try (EngineFixture bare = new EngineFixture(dir, builder -> builder.credentialVerifier(badges))) {
            assertThat(code(bare.licensing.identify(call("badge:lic_1:key-1", "key-1"))))
                    .isEqualTo(RefusalCode.PROOF_REQUIRED);
        }
    }

    @Test
    void administersNoKeys() {
        Identified caller = (Identified) identify("badge:lic_1", null);
        assertThat(engine.built.management().keys(caller)).isEmpty();
    }

    private Identification identify(String badge, @Nullable String proof) {
        return engine.licensing.identify(call(badge, proof));
    }

    private static Call call(String badge, @Nullable String proof) {
        var call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Source.BEARER, badge));
        return proof == null
                ? call.build()
                : call.header(HeaderProof.FIELD, proof).build();
    }

    private static RefusalCode code(Identification identification) {
        return ((Refused) identification).refusal().code();
    }
}
