package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.credential.FailedCredentialSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Floods of bad credentials are limited by address, and take nothing from any license. */
@Tag("4.2.7")
class FailedCredentialsTest {
    private static final String ADDRESS = "203.0.113.9";

    @TempDir
    Path dir;

    private EngineFixture engine(int perMinute) {
        return new EngineFixture(
                dir, builder -> builder.failedCredentials(new FailedCredentialSettings(perMinute, 100)));
    }

    private static Refusal refusal(EngineFixture engine, String token, String address) {
        Call call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Credential.Source.BEARER, token))
                .peer(new Call.Peer(address, Call.Route.DIRECT))
                .build();
        return ((Refused) engine.licensing.identify(call)).refusal();
    }

    private static RefusalCode code(EngineFixture engine, String token, String address) {
        return refusal(engine, token, address).code();
    }

    /** Makes a call, and returns how much of each limit it leaves. */
    private static List<Long> left(EngineFixture engine, String token) {
        Granted granted =
                (Granted) EngineFixture.decide(engine.licensing, engine.identified(token), Requirement.license());
        return granted.limits().stream().map(LimitStatus::remaining).toList();
    }

    @Test
    void limitsFailuresOfAddress() {
        try (EngineFixture engine = engine(3)) {
            for (int i = 0; i < 3; i++) {
                assertThat(code(engine, "bad", ADDRESS)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
            }
            Refusal fourth = refusal(engine, "bad", ADDRESS);
            assertThat(fourth.code()).isEqualTo(RefusalCode.RATE_LIMITED);
            assertThat(fourth.retryAt()).isEqualTo(engine.clock.instant().plusSeconds(60));
            assertThat(fourth.limits()).isEmpty();
            assertThat(code(engine, "bad", "203.0.113.10")).isEqualTo(RefusalCode.CREDENTIAL_INVALID);

            engine.clock.advance(Duration.ofSeconds(60));
            assertThat(code(engine, "bad", ADDRESS)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
        }
    }

    @Test
    void takesNothingFromLicense() {
        try (EngineFixture engine = engine(3)) {
            String token = engine.token("free@1", "lic_1");
            String tampered = token.substring(0, token.length() - 8) + "AAAAAAAA";
            assertThat(left(engine, token)).containsExactly(19L, 99L);
            for (int i = 0; i < 500; i++) {
                assertThat(code(engine, tampered, ADDRESS))
                        .isEqualTo(i < 3 ? RefusalCode.CREDENTIAL_INVALID : RefusalCode.RATE_LIMITED);
            }
            assertThat(left(engine, token)).as("of the same address").containsExactly(18L, 98L);
        }
    }

    @Test
    void zeroIsNoLimit() {
        try (EngineFixture engine = engine(0)) {
            for (int i = 0; i < 400; i++) {
                assertThat(code(engine, "bad", ADDRESS)).isEqualTo(RefusalCode.CREDENTIAL_INVALID);
            }
        }
    }

    @Test
    void limitsThreeHundredByDefault() {
        try (EngineFixture engine = new EngineFixture(dir)) {
            for (int i = 0; i < 301; i++) {
                assertThat(code(engine, "bad", ADDRESS))
                        .isEqualTo(i < 300 ? RefusalCode.CREDENTIAL_INVALID : RefusalCode.RATE_LIMITED);
            }
        }
    }
}
