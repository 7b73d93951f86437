package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of corrections and credits. */
final class CorrectionRoutesTest extends UsageRoutesFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/licenses/lic_1/corrections | {\"units\":1}                                | meter",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\"}                       | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":0.0}         | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":\"1\"}       | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":1E+99999999} | units",
                "/licenses/lic_1/corrections | {\"meter\":\"tokens\",\"units\":1,\"at\":1}  | at",
                "/licenses/lic_1/corrections | {\"amount\":1}                               | amount",
                "/licenses/lic_1/credits     | {\"amount\":1}                               | limit",
                "/licenses/lic_1/credits     | {\"limit\":\"prepaid\",\"amount\":-1}        | amount",
                "/licenses/lic_1/credits     | {\"limit\":\"p\",\"amount\":1,\"priority\":256} | priority",
                "/licenses/lic_1/credits     | {\"limit\":\"p\",\"amount\":1,\"priority\":0.5} | priority",
                "/exports/dead/replay        | {\"ids\":[]}                                 | ids",
                "/exports/dead/replay        | {\"ids\":[1]}                                | ids",
            })
    void namesInvalidMember(String path, String body, String field) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertThat(usage.asked).isEmpty();
    }

    @Test
    void entersACorrectionOnce() throws Exception {
        HttpResponse<String> answer = admin(
                "POST",
                "/licenses/lic_1/corrections",
                "{\"meter\":\"tokens\",\"units\":-0.1234567890123456789,\"at\":\"2026-11-20T00:00:00Z\"}",
                "Idempotency-Key",
                "k1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"cor_1\",\"license\":\"lic_1\",\"customer\":\"acme\",\"plan\":\"free@1\","
                        + "\"meter\":\"tokens\",\"units\":-1.5,\"at\":\"2026-11-20T12:00:00Z\","
                        + "\"createdAt\":\"2026-11-20T12:00:00Z\",\"actor\":\"admin\"}");
        assertThat(usage.asked)
                .containsExactly(new CorrectionRequest(
                        "tokens", new BigDecimal("-0.1234567890123456789"), Instant.parse("2026-11-20T00:00:00Z")));
        assertThat(usage.orders)
                .singleElement()
                .satisfies(by -> assertThat(by.request()).isNotNull());
    }

    @Test
    @Tag("4.1.4")
    void correctsUsageOfKeyUserAndGrant() throws Exception {
        HttpResponse<String> answer = admin(
                "POST",
                "/licenses/lic_1/corrections",
                "{\"meter\":\"tokens\",\"units\":-1.5,\"key\":\"key_1\",\"user\":\"\",\"grant\":\"crd_1\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"key\":\"key_1\",\"user\":\"\",\"grant\":\"crd_1\"");
        assertThat(usage.asked)
                .containsExactly(
                        new CorrectionRequest("tokens", new BigDecimal("-1.5"), null, "key_1", "", List.of("crd_1")));
        assertThat(admin(
                                "POST",
                                "/licenses/lic_1/corrections",
                                "{\"meter\":\"tokens\",\"units\":1,\"grant\":[\"crd_1\",\"crd_2\"]}")
                        .body())
                .contains("\"grant\":[\"crd_1\",\"crd_2\"]");
        assertThat(admin("POST", "/licenses/lic_1/corrections", "{\"meter\":\"tokens\",\"units\":1,\"key\":7}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void listsCorrectionsByThePage() throws Exception {
        assertThat(admin("GET", "/licenses/lic_1/corrections?cursor=c&limit=2", "")
                        .body())
                .startsWith("{\"corrections\":[{\"id\":\"cor_1\"")
                .endsWith("\"next\":\"more\"}");
        assertThat(usage.asked).containsExactly("lic_1 c 2");
    }

    @Test
    void grantsShowsAndVoidsCredits() throws Exception {
        HttpResponse<String> granted = admin(
                "POST",
                "/licenses/lic_1/credits",
                "{\"limit\":\"prepaid\",\"amount\":10.5,\"expiresAt\":\"2027-01-01T00:00:00Z\"}",
                "Idempotency-Key",
                "k1");
        HttpResponse<String> listed = admin("GET", "/licenses/lic_1/credits", "");
        HttpResponse<String> voided = admin("DELETE", "/credits/crd_1", "{\"reason\":\"refund\"}");

        String grant = "{\"id\":\"crd_1\",\"license\":\"lic_1\",\"limit\":\"prepaid\",\"meter\":\"tokens\","
                + "\"amount\":10.5,\"consumed\":0.25,\"priority\":7,\"createdAt\":\"2026-11-20T12:00:00Z\","
                + "\"effectiveAt\":\"2026-11-20T12:00:00Z\"";
        assertThat(granted.statusCode()).isEqualTo(201);
        assertThat(granted.body()).isEqualTo(grant + "}");
        assertThat(listed.body()).isEqualTo("{\"credits\":[" + grant + "}]}");
        assertThat(voided.body()).isEqualTo(grant + ",\"voidedAt\":\"2026-11-20T12:00:00Z\"}");
        assertThat(usage.asked)
                .containsExactly(
                        new GrantRequest(
                                "prepaid", new BigDecimal("10.5"), 0, null, Instant.parse("2027-01-01T00:00:00Z")),
                        "crd_1");
        assertThat(usage.orders.get(0).request()).isNotNull();
        assertThat(usage.orders.get(1).reason()).isEqualTo("refund");
    }
}
