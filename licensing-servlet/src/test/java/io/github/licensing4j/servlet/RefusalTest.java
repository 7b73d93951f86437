package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Upgrade;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.250Z");
    private static final QuotaLimit MONTHLY =
            new QuotaLimit("monthly", "calls", 1000, ContractPeriod.parse("P1M"), List.of(), null);
    private static final RateLimit BURST =
            new RateLimit("burst", null, List.of(new RateLimit.Band(10, Duration.ofSeconds(1), 20)));

    private final FakeLicensing licensing = new FakeLicensing();
    private Containers.Running server;

    /** Writes more than a buffer before it calls the chain. */
    private static final Filter COMMITTING = (request, response, chain) -> {
        if (((HttpServletRequest) request).getRequestURI().equals("/committed")) {
            response.getOutputStream().print("early");
            response.flushBuffer();
        }
        chain.doFilter(request, response);
    };

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("handled");
        }
    }

    private LicensingFilter filter;

    @BeforeEach
    void start() {
        filter = licensing
                .filterBuilder()
                .clock(InstantSource.fixed(NOW))
                .problemsBaseUri(URI.create("https://api.example/problems"))
                .build();
        server = Containers.JETTY.start(List.of(COMMITTING, filter), Map.of("/*", new Handler()));
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(licensing.grants).as("a refused call is not granted").hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "credential-missing      | 401 | Credential missing      | Bearer",
                "credential-ambiguous    | 400 | Credential ambiguous    | -",
                "request-invalid         | 400 | Request invalid         | -",
                "body-too-large          | 413 | Body too large          | -",
                "credential-invalid      | 401 | Credential invalid      | Bearer error=\"invalid_token\"",
                "credential-expired      | 401 | Credential expired      | Bearer error=\"invalid_token\"",
                "credential-revoked      | 401 | Credential revoked      | Bearer error=\"invalid_token\"",
                "proof-required          | 401 | Proof required          | DPoP error=\"invalid_token\"",
                "proof-invalid           | 401 | Proof invalid           | DPoP error=\"invalid_dpop_proof\"",
                "license-not-yet-valid   | 403 | License not yet valid   | -",
                "license-expired         | 403 | License expired         | -",
                "license-suspended       | 403 | License suspended       | -",
                "license-ended           | 403 | License ended           | -",
                "payment-overdue         | 402 | Payment overdue         | -",
                "credits-exhausted       | 402 | Credits exhausted       | -",
                "feature-not-licensed    | 403 | Feature not licensed    | -",
                "scope-missing           | 403 | Scope missing           | Bearer error=\"insufficient_scope\"",
                "role-missing            | 403 | Role missing            | -",
                "condition-not-met       | 403 | Condition not met       | -",
                "binding-mismatch        | 403 | Binding mismatch        | -",
                "seat-limit-reached      | 403 | Seat limit reached      | -",
                "concurrency-exceeded    | 429 | Concurrency exceeded    | -",
                "rate-limited            | 429 | Rate limited            | -",
                "quota-exhausted         | 429 | Quota exhausted         | -",
                "enforcement-unavailable | 503 | Enforcement unavailable | -",
            })
    @Tag("rfc9457")
    @Tag("rfc6750")
    void answersEachCode(String code, int status, String title, String challenge) throws Exception {
        RefusalCode refused = RefusalCode.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        licensing.identify = call -> FakeLicensing.recordRefusal(refused, "Because \"so\" é.");

        HttpResponse<String> answer = server.get("/any");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"https://api.example/problems/" + code + "\",\"title\":\"" + title
                        + "\",\"status\":" + status + ",\"detail\":\"Because \\\"so\\\" \\u00E9.\",\"code\":\"" + code
                        + "\",\"decision\":\"dec_1\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEqualTo(Optional.ofNullable(challenge));
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
    }

    @Test
    void showsScaledUnitsAsDecimals() throws Exception {
        licensing.meters = List.of(new Meter("calls", "call", 9, null));
        refuse(new Refusal(
                "dec_3",
                RefusalCode.QUOTA_EXHAUSTED,
                "The quota is used up.",
                FakeLicensing.LICENSE,
                new LimitStatus(MONTHLY.withAmount(2_500_000_000L), 1, 0, null),
                List.of(),
                null,
                null,
                Set.of(),
                null));

        assertThat(server.get("/any").body()).contains("\"amount\":2.5,\"used\":0.000000001}");
    }

    @Test
    void showsTheBalanceOfCredits() throws Exception {
        var credits = new CreditsLimit("prepaid", "calls", 1_000, null);
        refuse(new Refusal(
                "dec_4",
                RefusalCode.CREDITS_EXHAUSTED,
                "The credits are used up.",
                FakeLicensing.LICENSE,
                new LimitStatus(credits, 69, 1, null),
                List.of(),
                null,
                null,
                Set.of(),
                null));

        assertThat(server.get("/any").body())
                .contains("\"limit\":{\"name\":\"prepaid\",\"meter\":\"calls\",\"amount\":70,\"used\":69}");
    }

    @Test
    void showsMembersInDocumentedOrder() throws Exception {
        var exhausted = new LimitStatus(MONTHLY, 1000, 0, Instant.parse("2026-12-01T00:00:00Z"));
        var burst = new LimitStatus(BURST, 1, 19, NOW.plusMillis(100));
        refuse(new Refusal(
                "dec_2",
                RefusalCode.QUOTA_EXHAUSTED,
                "The quota is used up.",
                FakeLicensing.LICENSE,
                exhausted,
                List.of(burst, exhausted),
                Instant.parse("2026-12-01T00:00:00Z"),
                new Upgrade(List.of(PlanId.parse("pro@1")), URI.create("https://example.com/pricing")),
                Set.of(),
                null));

        HttpResponse<String> answer = server.get("/any");

        assertThat(answer.body())
                .isEqualTo("{\"type\":\"https://api.example/problems/quota-exhausted\",\"title\":\"Quota exhausted\","
                        + "\"status\":429,\"detail\":\"The quota is used up.\",\"code\":\"quota-exhausted\","
                        + "\"license\":\"lic_1\",\"plan\":\"free@1\","
                        + "\"limit\":{\"name\":\"monthly\",\"meter\":\"calls\",\"amount\":1000,\"used\":1000,"
                        + "\"resetsAt\":\"2026-12-01T00:00:00Z\"},"
                        + "\"upgrade\":{\"plans\":[\"pro@1\"],\"url\":\"https://example.com/pricing\"},"
                        + "\"decision\":\"dec_2\"}");
        assertThat(answer.headers().firstValue("Retry-After")).contains("907200");
        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"burst\";q=20;w=2, \"monthly\";q=1000");
        assertThat(answer.headers().firstValue("RateLimit")).contains("\"burst\";r=19;t=1, \"monthly\";r=0;t=907200");
    }

    @Test
    @Tag("rfc6585")
    void neverSendsRetryAfterZero() throws Exception {
        var full = new LimitStatus(new ConcurrencyLimit("parallel", 2), 2, 0, null);
        refuse(new Refusal(
                "dec_3",
                RefusalCode.CONCURRENCY_EXCEEDED,
                "Busy.",
                FakeLicensing.LICENSE,
                full,
                List.of(full),
                NOW.minusSeconds(5),
                null,
                Set.of(),
                null));

        HttpResponse<String> answer = server.get("/any");

        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("RateLimit-Policy"))
                .contains("\"parallel\";q=2;qu=\"concurrent-requests\"");
        assertThat(answer.headers().firstValue("RateLimit")).contains("\"parallel\";r=0");
    }

    @Test
    @Tag("rfc6750")
    void namesMissingScopesSafely() throws Exception {
        refuse(new Refusal(
                "dec_4",
                RefusalCode.SCOPE_MISSING,
                "No.",
                FakeLicensing.LICENSE,
                null,
                List.of(),
                null,
                null,
                Set.of("write", "re\"ad\r\nX: y\\"),
                null));

        assertThat(server.get("/any").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"readX: y write\"");
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        licensing.identify = call -> FakeLicensing.recordRefusal(RefusalCode.CREDENTIAL_MISSING, "No credential.");

        String answer = server.raw("HEAD", "/any");

        assertThat(answer).startsWith("HTTP/1.1 401").endsWith("\r\n\r\n").contains("WWW-Authenticate: Bearer\r\n");
    }

    @Test
    void keepsCommittedResponseAndLogs() throws Exception {
        licensing.identify = call -> FakeLicensing.recordRefusal(RefusalCode.CREDENTIAL_MISSING, "No credential.");

        HttpResponse<String> answer = server.get("/committed");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("early");
        assertThat(filter.health().detail()).contains("1 refused after their response was committed");
    }

    @Test
    void refusesWhenTheEngineFails() throws Exception {
        licensing.identify = call -> {
            throw new NoClassDefFoundError("planned");
        };

        HttpResponse<String> answer = server.get("/any");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"code\":\"enforcement-unavailable\"")
                .doesNotContain("planned");
    }

    @Test
    void refusesWhenTheDecisionFails() throws Exception {
        licensing.refusal = requirement -> {
            throw new IllegalStateException("planned");
        };

        assertThat(server.get("/any").statusCode()).isEqualTo(503);
    }

    @Test
    void refusesWhenTheRuleLookUpFails() throws Exception {
        licensing.identify = call -> FakeLicensing.recordRefusal(RefusalCode.CREDENTIAL_MISSING, "No credential.");
        licensing.requirement = (path, declared) -> {
            throw new IllegalStateException("planned");
        };

        assertThat(server.get("/any").statusCode()).isEqualTo(503);
    }

    private void refuse(Refusal refusal) {
        licensing.refusal = requirement -> Optional.of(refusal);
    }
}
