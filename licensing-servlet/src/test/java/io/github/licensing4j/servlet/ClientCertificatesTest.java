package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of RFC 9440, and what is ignored. */
@Tag("rfc9440")
final class ClientCertificatesTest {
    private static final Predicate<String> LOOPBACK = "127.0.0.1"::equals;
    private static final Predicate<String> INNER = "10.0.0.5"::equals;

    private final FakeLicensing licensing = new FakeLicensing();
    private final List<String> read = new ArrayList<>();
    private String field = "";
    private String subject = "";
    private X509Certificate[] chain = {};

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    @BeforeEach
    void readExamples() throws Exception {
        Path file = Path.of(System.getProperty("licensing.vectors", "none"), "rfc9440", "rfc9440_examples.json");
        assumeTrue(Files.exists(file), "third-party vectors are not there: " + file);
        JsonNode blocks = JsonMapper.shared().readTree(Files.readString(file)).get("blocks");
        byte[] pem = blocks.get(0).get("text").asString().getBytes(StandardCharsets.US_ASCII);
        chain = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        subject = chain[0].getSubjectX500Principal().getName();
        field = blocks.get(1).get("text").asString().replace("\n ", "");
        licensing.identify = call -> {
            read.add(call.evidence()
                    .clientCertificate()
                    .map(found -> found.getSubjectX500Principal().getName())
                    .orElse("none"));
            return new FakeLicensing.Caller(Set.of(), Set.of());
        };
    }

    /** Returns the subject of the certificate that is read from a request of 127.0.0.1. */
    private String subject(@Nullable Predicate<String> proxies, Filter before, String... lines) throws IOException {
        LicensingFilterBuilder filter = licensing.filterBuilder();
        if (proxies != null) {
            filter.clientCertFrom(proxies);
        }
        try (var server = Containers.TOMCAT.start(List.of(before, filter.build()), Map.of("/*", new Handler()))) {
            assertThat(server.rawStatus("GET", "/any", lines)).isEqualTo(200);
        }
        return read.get(read.size() - 1);
    }

    private String subject(@Nullable Predicate<String> proxies, String... lines) throws IOException {
        return subject(proxies, (request, response, next) -> next.doFilter(request, response), lines);
    }

    @Test
    void readsFieldOfTrustedProxy() throws Exception {
        assertThat(subject(LOOPBACK, field)).isEqualTo(subject).isEqualTo("CN=BC");
        assertThat(subject(LOOPBACK, "client-cert:" + field.substring(12) + " "))
                .isEqualTo(subject);
    }

    @Test
    void ignoresFieldOfOthers() throws Exception {
        assertThat(subject(null, field)).isEqualTo("none");
        assertThat(subject(INNER, field)).isEqualTo("none");
    }

    @Test
    void refusesTwoFields() throws Exception {
        assertThat(subject(LOOPBACK, field, field)).isEqualTo("none");
        String value = field.substring("Client-Cert: ".length());
        assertThat(subject(LOOPBACK, field + ", " + value)).isEqualTo("none");
    }

    @Test
    void refusesOtherForms() throws Exception {
        String base64 = field.substring("Client-Cert: :".length(), field.length() - 1);
        byte[] der = Base64.getDecoder().decode(base64);
        byte[] longer = Arrays.copyOf(der, der.length + 3);
        String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        for (String other : List.of(
                base64,
                ":" + base64,
                ":" + base64 + ":;a",
                "\"" + base64 + "\"",
                "::",
                ":",
                ":!" + base64 + ":",
                ":" + base64.replace("=", "") + ":",
                ":" + base64.substring(0, base64.length() - 2) + "l=:",
                ":" + Base64.getEncoder().encodeToString(longer) + ":",
                ":" + Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)) + ":",
                ":" + Base64.getUrlEncoder().encodeToString(der) + ":")) {
            assertThat(parsed(other)).as(other).isEqualTo("none");
        }
        assertThat(parsed(":" + base64 + ":")).isEqualTo(subject);
    }

    private static String parsed(String value) {
        return ClientCertificates.parse(value)
                .map(found -> found.getSubjectX500Principal().getName())
                .orElse("none");
    }

    /** A proxy may authenticate itself with a certificate of its own, which is not that of the client. */
    @Test
    void readsConnectionOfOthersOnly() throws Exception {
        Filter tls = (request, response, next) -> {
            request.setAttribute(ClientCertificates.ATTRIBUTE, new X509Certificate[] {chain[1], chain[2]});
            next.doFilter(request, response);
        };
        String proxy = chain[1].getSubjectX500Principal().getName();
        assertThat(subject(null, tls, field)).isEqualTo(proxy);
        assertThat(subject(INNER, tls, field)).isEqualTo(proxy);
        assertThat(subject(LOOPBACK, tls)).isEqualTo("none");
        assertThat(subject(LOOPBACK, tls, field)).isEqualTo(subject);
    }

    /** A forwarded address is what the peer says, and so proves nothing about the peer. */
    @Test
    void trustsAddressOfConnectionOnly() throws Exception {
        Filter forwarded = (request, response, next) -> next.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public String getRemoteAddr() {
                        return "10.0.0.5";
                    }
                },
                response);
        assertThat(subject(INNER, forwarded, field)).isEqualTo("none");
        assertThat(subject(LOOPBACK, forwarded, field)).isEqualTo(subject);

        Filter replaced = (request, response, next) -> {
            request.setAttribute(ClientCertificates.ADDRESS_REPLACED, true);
            next.doFilter(request, response);
        };
        assertThat(subject(LOOPBACK, replaced, field)).isEqualTo("none");
    }
}
