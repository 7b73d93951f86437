package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.Signals;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests how signals are selected, changed and written. */
class SignalRoutesTest {
    private static final Instant AT = Instant.parse("2026-03-10T12:00:00Z");
    private static final String WRITTEN = "{\"id\":\"sig_1\",\"kind\":\"key-sharing\",\"license\":\"lic_1\","
            + "\"customer\":\"acme\",\"target\":\"key_1\",\"severity\":\"high\",\"since\":\"2026-03-10T12:00:00Z\","
            + "\"lastSeenAt\":\"2026-03-10T12:00:05Z\",\"evidence\":{\"figures\":{\"networks\":12},"
            + "\"examples\":{\"endpoints\":[\"GET /a\"]}},\"answer\":{\"action\":\"require-proof\","
            + "\"mode\":\"observe\",\"until\":\"2026-03-10T12:00:09Z\"}}";
    private static final Signal SIGNAL = new Signal(
            "sig_1",
            SignalKind.KEY_SHARING,
            new SignalSubject("https://vendor.example", "lic_1", "acme", "key_1"),
            SignalSeverity.HIGH,
            new Signal.Times(AT, AT.plusSeconds(5), null, null),
            new SignalEvidence(Map.of("networks", 12L), Map.of("endpoints", List.of("GET /a"))),
            new SignalAnswer(SignalAnswer.Action.REQUIRE_PROOF, EnforcementMode.OBSERVE, AT.plusSeconds(9), null));

    private final Signals signals = mock(Signals.class);

    private String answer(String method, String path, @Nullable String body, String... pairs) throws Exception {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], new String[] {parts[1]});
        }
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getParameterMap()).thenReturn(parameters);
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        when(request.getInputStream()).thenReturn(new Bytes(bytes));
        when(request.getContentType()).thenReturn("application/json");
        when(request.getContentLengthLong()).thenReturn((long) bytes.length);
        LicenseAdmin admin = mock(LicenseAdmin.class);
        when(admin.signals()).thenReturn(signals);
        var found = (RouteTable.Match.Found<Routes.Handler>) Routes.ADMIN.find(method, path);
        return found.handler()
                .answer(new Exchange(request, found.variables(), admin, "ann", ResponseSamples.CATALOG))
                .body();
    }

    private static final class Bytes extends ServletInputStream {
        private final InputStream bytes;

        Bytes(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return bytes.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the test reads on its own thread");
        }
    }

    @Test
    void readsEveryParameter() throws Exception {
        when(signals.list(new SignalFilter("https://other.example", "lic_1", SignalKind.BURST, false, "c1", 7)))
                .thenReturn(new Page<>(List.of(SIGNAL), "c2"));
        assertThat(answer(
                        "GET",
                        "/insights/signals",
                        null,
                        "issuer=https://other.example",
                        "license=lic_1",
                        "kind=burst",
                        "state=all",
                        "cursor=c1",
                        "limit=7"))
                .isEqualTo("{\"signals\":[" + WRITTEN + "],\"next\":\"c2\"}");
        when(signals.list(SignalFilter.allOpen())).thenReturn(new Page<>(List.of(), null));
        assertThat(answer("GET", "/insights/signals", null)).isEqualTo("{\"signals\":[]}");
    }

    @Test
    void refusesUnknownKindsAndStates() {
        assertThatThrownBy(() -> answer("GET", "/insights/signals", null, "kind=sharing"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("expected one of key-sharing, burst");
        assertThatThrownBy(() -> answer("GET", "/insights/signals", null, "state=ended"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("expected open or all");
    }

    @Test
    void leavesOutWhatThereIsNot() throws Exception {
        Signal network = new Signal(
                "sig_2",
                SignalKind.CREDENTIAL_STUFFING,
                SignalSubject.network("https://vendor.example", "192.0.2.0/24"),
                SignalSeverity.LOW,
                new Signal.Times(AT, AT, AT.plusSeconds(1), AT.plusSeconds(2)),
                SignalEvidence.of(Map.of("credentials", 50L)),
                null);
        when(signals.get("sig_2")).thenReturn(network);
        assertThat(answer("GET", "/insights/signals/sig_2", null))
                .isEqualTo("{\"id\":\"sig_2\",\"kind\":\"credential-stuffing\",\"target\":\"192.0.2.0/24\","
                        + "\"severity\":\"low\",\"since\":\"2026-03-10T12:00:00Z\",\"lastSeenAt\":\"2026-03-10T12:00:00Z\","
                        + "\"endedAt\":\"2026-03-10T12:00:01Z\",\"mutedUntil\":\"2026-03-10T12:00:02Z\","
                        + "\"evidence\":{\"figures\":{\"credentials\":50}}}");
    }

    @Test
    void mutesAndTakesBack() throws Exception {
        AdminContext why = AdminContext.by("ann", "known");
        when(signals.mute("sig_1", AT, why)).thenReturn(SIGNAL);
        assertThat(answer(
                        "POST",
                        "/insights/signals/sig_1/mute",
                        "{\"until\":\"2026-03-10T12:00:00Z\",\"reason\":\"known\"}"))
                .isEqualTo(WRITTEN);
        when(signals.mute("sig_1", null, AdminContext.by("ann"))).thenReturn(SIGNAL);
        assertThat(answer("DELETE", "/insights/signals/sig_1/mute", null)).isEqualTo(WRITTEN);
        when(signals.revokeAnswer("sig_1", AdminContext.by("ann"))).thenReturn(SIGNAL);
        assertThat(answer("DELETE", "/insights/signals/sig_1/answer", "{}")).isEqualTo(WRITTEN);
        assertThatThrownBy(() -> answer("POST", "/insights/signals/sig_1/mute", "{}"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("until");
    }
}
