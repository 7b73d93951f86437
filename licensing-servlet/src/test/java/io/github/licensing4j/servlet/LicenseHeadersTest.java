package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Credential;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LicenseHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final FakeLicensing licensing = new FakeLicensing();

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            if (request.getRequestURI().equals("/cached")) {
                response.setHeader("Cache-Control", "max-age=60");
            }
        }
    }

    @Test
    void showsEveryLimitAsDraft11() throws Exception {
        licensing.limits = List.of(
                status(rate("burst", 10, Duration.ofSeconds(1), 20), 19, NOW.plusMillis(100)),
                status(quota("monthly", 1000, "P1M", null), 999, Instant.parse("2026-12-01T00:00:00Z")));

        HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);

        assertThat(headers.allValues("RateLimit-Policy")).containsExactly("\"burst\";q=20;w=2, \"monthly\";q=1000");
        assertThat(headers.allValues("RateLimit")).containsExactly("\"burst\";r=19;t=1, \"monthly\";r=999;t=907200");
    }

    @Test
    void showsWindowsConcurrencyAndOverage() throws Exception {
        licensing.limits = List.of(
                status(new ConcurrencyLimit("parallel", 20), 19, null),
                status(rate("slow", 3, Duration.ofSeconds(10), 7), 7, NOW),
                status(quota("hourly", 10, "PT1H", null), 4, NOW.plusSeconds(30)),
                status(quota("paid", 10, "P1D", new QuotaLimit.Overage(5, null)), 14, null));

        HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);

        assertThat(headers.allValues("RateLimit-Policy"))
                .containsExactly(
                        "\"parallel\";q=20;qu=\"concurrent-requests\", \"slow\";q=7;w=24, \"hourly\";q=10;w=3600,"
                                + " \"paid\";q=15");
        assertThat(headers.allValues("RateLimit"))
                .containsExactly("\"parallel\";r=19, \"slow\";r=7;t=0, \"hourly\";r=4;t=30, \"paid\";r=14");
    }

    @Test
    void showsTheSmallestBandOfSeveral() throws Exception {
        var bands = new RateLimit(
                "bands",
                null,
                List.of(
                        new RateLimit.Band(1000, Duration.ofHours(1), 1000),
                        new RateLimit.Band(5, Duration.ofSeconds(1), 5)));
        licensing.limits = List.of(status(bands, 4, NOW.plusSeconds(1)));

        assertThat(headers(RateLimitStyle.DRAFT_11).firstValue("RateLimit-Policy"))
                .contains("\"bands\";q=5;w=1");
    }

    @Test
    void escapesNamesAndCapsNumbers() throws Exception {
        // RFC 9651, sections 3.3.1 and 3.3.3
        licensing.limits = List.of(status(quota("a\"b\\c", Long.MAX_VALUE, "P1M", null), Long.MAX_VALUE, null));

        HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);

        assertThat(headers.firstValue("RateLimit-Policy")).contains("\"a\\\"b\\\\c\";q=999999999999999");
        assertThat(headers.firstValue("RateLimit")).contains("\"a\\\"b\\\\c\";r=999999999999999");
    }

    @Test
    void showsScarcestLimitInLegacyFields() throws Exception {
        licensing.limits = List.of(
                status(rate("burst", 10, Duration.ofSeconds(1), 20), 19, NOW.plusMillis(100)),
                status(quota("monthly", 1000, "P1M", null), 3, NOW.plusSeconds(90)));

        HttpHeaders headers = headers(RateLimitStyle.X_RATELIMIT);

        assertThat(headers.firstValue("X-RateLimit-Limit")).contains("1000");
        assertThat(headers.firstValue("X-RateLimit-Remaining")).contains("3");
        assertThat(headers.firstValue("X-RateLimit-Reset")).contains("90");
        assertThat(headers.firstValue("RateLimit")).isEmpty();
    }

    @Test
    void countsWholeUnitsOfAMeterWithAScale() throws Exception {
        licensing.meters = List.of(new Meter("calls", "call", 3, null));
        QuotaLimit monthly = quota("monthly", 2_500, "P1M", null);
        for (long left : List.of(0L, 1L, 999L)) {
            licensing.limits = List.of(new LimitStatus(monthly, 2_500 - left, left, null));
            HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);
            assertThat(headers.allValues("RateLimit-Policy")).containsExactly("\"monthly\";q=2");
            assertThat(headers.allValues("RateLimit")).containsExactly("\"monthly\";r=0");
        }
        licensing.limits =
                List.of(new LimitStatus(monthly, 501, 1_999, null), status(quota("b", 9, "P1M", null), 9, null));
        assertThat(headers(RateLimitStyle.DRAFT_11).allValues("RateLimit"))
                .containsExactly("\"monthly\";r=1, \"b\";r=0");
        HttpHeaders older = headers(RateLimitStyle.X_RATELIMIT);
        assertThat(older.firstValue("X-RateLimit-Limit")).contains("0");
        assertThat(older.firstValue("X-RateLimit-Remaining")).contains("0");
    }

    @Test
    void showsCreditsByTheBalanceOfEachLicense() throws Exception {
        var credits = new CreditsLimit("prepaid", "calls", 1_000, null);
        for (long granted : List.of(5L, 70L)) {
            licensing.limits = List.of(new LimitStatus(credits, 2, granted - 2, null));
            HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);
            assertThat(headers.allValues("RateLimit-Policy")).containsExactly("\"prepaid\";q=" + granted);
            assertThat(headers.allValues("RateLimit")).containsExactly("\"prepaid\";r=" + (granted - 2));
        }
    }

    /** One filter caches policies; a balance must not be cached. */
    @Test
    void cachesNoBalance() {
        var headers = new RateLimitHeaders(RateLimitStyle.DRAFT_11, InstantSource.fixed(NOW), licensing::catalog);
        var credits = new CreditsLimit("prepaid", "calls", 1_000, null);
        var rich = List.of(new LimitStatus(credits, 0, 70, null));
        var poor = List.of(new LimitStatus(credits, 0, 5, null));

        assertThat(headers.policy(poor)).isSameAs(headers.policy(rich));
        assertThat(headers.policy(rich).field(rich)).isEqualTo("\"prepaid\";q=70");
        assertThat(headers.policy(poor).field(poor)).isEqualTo("\"prepaid\";q=5");
    }

    @Test
    void canBeTurnedOff() throws Exception {
        licensing.limits = List.of(status(quota("monthly", 1000, "P1M", null), 3, null));

        assertThat(headers(RateLimitStyle.OFF).map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("ratelimit"));
    }

    @Test
    void writesNoticesAndPrivateCaching() throws Exception {
        licensing.notices = List.of("grace-period", "quota-80");

        HttpHeaders headers = headers(RateLimitStyle.DRAFT_11);

        assertThat(headers.firstValue("License-Notice")).contains("grace-period, quota-80");
        assertThat(headers.allValues("Vary"))
                .containsExactly(
                        "Authorization, X-API-Key, License-Token, License-Device, DPoP, Signature-Input, Signature");
        assertThat(headers.allValues("Cache-Control")).containsExactly("private");
    }

    @Test
    void keepsHostCaching() throws Exception {
        assertThat(headers("/cached").allValues("Cache-Control")).containsExactly("max-age=60");
        Filter earlier = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Cache-Control", "no-cache");
            chain.doFilter(request, response);
        };
        var filter = licensing
                .filterBuilder()
                .credentials(Set.of(Credential.Source.LICENSE_TOKEN))
                .build();
        try (var server = Containers.JETTY.start(List.of(earlier, filter), Map.of("/*", new Handler()))) {
            HttpHeaders headers = server.get("/any").headers();
            assertThat(headers.allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(headers.allValues("Vary")).contains("License-Token, License-Device");
        }
    }

    @Test
    @DisplayName("RFC 9440 §3: answers to calls with Client-Cert vary by it")
    void variesByClientCertificate() throws Exception {
        var filter = licensing
                .filterBuilder()
                .credentials(Set.of(Credential.Source.BEARER))
                .clientCertFrom("127.0.0.1"::equals)
                .build();
        try (var server = Containers.JETTY.start(List.of(filter), Map.of("/*", new Handler()))) {
            assertThat(server.get("/any").headers().allValues("Vary"))
                    .containsExactly("Authorization, License-Device, Client-Cert");
        }
    }

    /** What is never stored needs no Vary (RFC 9110 §12.5.5). */
    @Test
    void neverLetsRefusalsBeStored() throws Exception {
        Filter earlier = (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader("Cache-Control", "max-age=60");
            ((HttpServletResponse) response).setHeader("Vary", "Accept");
            ((HttpServletResponse) response).setHeader("ETag", "\"1\"");
            ((HttpServletResponse) response).setHeader("Expires", "Thu, 01 Jan 2099 00:00:00 GMT");
            chain.doFilter(request, response);
        };
        var filter = licensing.filterBuilder().build();
        try (var server = Containers.JETTY.start(List.of(earlier, filter), Map.of("/*", new Handler()))) {
            for (RefusalCode code : RefusalCode.values()) {
                licensing.identify = call -> new Refused(Refusal.of("dec_1", code, "Refused."));
                HttpHeaders headers = server.get("/any").headers();
                assertThat(headers.allValues("Cache-Control")).as(code.text()).containsExactly("no-store");
                assertThat(headers.map()).as(code.text()).doesNotContainKeys("etag", "expires");
            }
        }
    }

    @Test
    void cachesPoliciesByLimits() {
        var headers = new RateLimitHeaders(RateLimitStyle.DRAFT_11, InstantSource.fixed(NOW), licensing::catalog);
        var first = List.of(status(quota("monthly", 1000, "P1M", null), 3, null));
        var same = List.of(status(first.get(0).limit(), 2, null));
        var equalOnly = List.of(status(quota("monthly", 1000, "P1M", null), 3, null));

        assertThat(headers.policy(same)).isSameAs(headers.policy(first));
        assertThat(headers.policy(equalOnly).field(equalOnly))
                .isEqualTo(headers.policy(first).field(first));
    }

    private HttpHeaders headers(RateLimitStyle style) throws Exception {
        var filter = licensing
                .filterBuilder()
                .headers(style)
                .clock(InstantSource.fixed(NOW))
                .build();
        try (var server = Containers.JETTY.start(List.of(filter), Map.of("/*", new Handler()))) {
            return server.get("/any").headers();
        }
    }

    private HttpHeaders headers(String path) throws Exception {
        var filter = licensing.filterBuilder().build();
        try (var server = Containers.JETTY.start(List.of(filter), Map.of("/*", new Handler()))) {
            return server.get(path).headers();
        }
    }

    private static LimitStatus status(Limit limit, long remaining, @Nullable Instant resetsAt) {
        return new LimitStatus(limit, 1, remaining, resetsAt);
    }

    private static RateLimit rate(String name, long permits, Duration per, long burst) {
        return new RateLimit(name, null, List.of(new RateLimit.Band(permits, per, burst)));
    }

    private static QuotaLimit quota(String name, long amount, String per, QuotaLimit.@Nullable Overage overage) {
        return new QuotaLimit(name, "calls", amount, ContractPeriod.parse(per), List.of(), overage);
    }
}
