package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Notifications about budgets that the licenses of a customer share. */
class CustomerBudgetMessagesTest extends UsageMessagesFixture {
    @Test
    void announcesCustomerBudgetOncePerLevel() {
        ofAcme = List.of(ofAcme("lic_1", BASIC), ofAcme("lic_2", PRO));
        assertThat(levels(pot(0, 199))).as("the larger amount of both").isEmpty();
        assertThat(levels(pot(199, 200))).containsExactly(50);
        assertThat(levels(pot(200, 399))).isEmpty();
        assertThat(levels(pot(399, 500))).containsExactly(100);
        StoredMessage message = messages.apply(List.of(pot(150, 210))).get(0);
        assertThat(message.body())
                .isEqualTo("{\"type\":\"usage.threshold\",\"timestamp\":\"2026-03-20T12:00:00Z\",\"data\":{"
                        + "\"customer\":\"acme\",\"limit\":\"pot\",\"meter\":\"calls\",\"scope\":\"customer\",\"subject\":\"acme\","
                        + "\"period\":{\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-04-01T00:00:00Z\"},"
                        + "\"level\":50,\"used\":210,\"amount\":400}}");
        List<String> first = ids(pot(0, 400));
        clock.advance(Duration.ofHours(1));
        ofAcme = List.of(ofAcme("lic_2", PRO));
        assertThat(ids(pot(0, 500))).isEqualTo(first).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void customerBudgetPrefersUsableLicenses() {
        LicenseRecord gone = ofAcme("lic_2", PRO)
                .edit(clock.instant())
                .revokedAt(clock.instant())
                .done();
        ofAcme = List.of(ofAcme("lic_1", BASIC), gone);
        assertThat(messages.closed(List.of(pot(0, 300).increment())))
                .singleElement()
                .satisfies(message -> assertThat(message.body())
                        .contains("\"customer\":\"acme\"")
                        .endsWith("\"used\":300,\"included\":100,\"overage\":200}}"));
        ofAcme = List.of(gone);
        assertThat(messages.closed(List.of(pot(0, 300).increment())))
                .singleElement()
                .satisfies(message -> assertThat(message.body()).endsWith("\"included\":400,\"overage\":0}}"));
    }
}
