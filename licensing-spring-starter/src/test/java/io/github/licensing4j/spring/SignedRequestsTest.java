package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Signed requests to handlers of Spring MVC. */
class SignedRequestsTest {
    private static final AdminContext BY = AdminContext.by("test");
    private static final String ADMIN = "an-admin-token-that-cannot-be-guessed";
    private static final AtomicInteger HANDLED = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Host host;

    private String license = "";
    private RequestSigner signer;

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    /** Returns what it has read. */
    @RestController
    static class Reports {
        @PostMapping("/reports")
        String report(@RequestBody Map<String, Object> report, @RequestParam(defaultValue = "none") String city) {
            HANDLED.incrementAndGet();
            return report + " " + city;
        }

        @PostMapping("/forms")
        String form(@RequestParam String a, @RequestParam List<String> b) {
            return a + b;
        }

        @PostMapping("/files")
        String file(@RequestParam MultipartFile file, @RequestParam String note) throws IOException {
            return file.getOriginalFilename() + " " + new String(file.getBytes(), StandardCharsets.UTF_8) + " " + note;
        }

        @GetMapping("/report")
        String read() {
            return "read";
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.admin.token=" + ADMIN,
                "licensing.signatures.max-body=1KB",
                "licensing.signatures.components=content-type");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void addKey() {
        license = license(host);
        signer = signer(host, license).covering("Content-Type");
    }

    private static String license(Host service) {
        return service.bean(LicenseAdmin.class)
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
    }

    private static RequestSigner signer(Host service, String license) {
        NewSignatureKey key =
                service.bean(LicenseAdmin.class).signatureKeys().add(license, SignatureKeyRequest.secret(), BY);
        return RequestSigner.withSecret(
                key.view().id(), Base64.getDecoder().decode(Objects.requireNonNull(key.secret())));
    }

    private static HttpRequest request(String path, String type) {
        return host.request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.noBody())
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a request with the header fields of a signed one, and another address or body. */
    private static HttpRequest altered(HttpRequest signed, String path, String body) {
        HttpRequest.Builder request = host.request(path).POST(BodyPublishers.ofString(body));
        signed.headers().map().forEach((name, lines) -> lines.forEach(line -> request.header(name, line)));
        return request.build();
    }

    @Test
    @DisplayName(
            "RFC 9421 §3.2, §7.2: a handler gets the signed body once; a changed request is refused and runs no handler")
    void verifiesBody() throws Exception {
        String body = "{\"a\":\"caf\u00e9\"}";
        HttpRequest signed = signer.sign(request("/reports?city=Vienna", "application/json"), bytes(body));
        int before = HANDLED.get();
        assertThat(send(altered(signed, "/reports?city=Vienna", "{\"a\":\"cafe\"}"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(altered(signed, "/reports?city=Graz", body)).statusCode())
                .isEqualTo(401);
        assertThat(send(altered(signed, "/reports", body)).statusCode()).isEqualTo(401);
        assertThat(send(altered(signed, "/forms?city=Vienna", body)).statusCode())
                .isEqualTo(401);
        assertThat(HANDLED).hasValue(before);
        HttpResponse<String> answer = send(signed);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{a=caf\u00e9} Vienna");
        HttpResponse<String> replayed = send(signed);
        assertThat(replayed.statusCode()).isEqualTo(401);
        assertThat(replayed.headers().allValues("WWW-Authenticate"))
                .containsExactly("Signature error=\"invalid_signature\"");
        assertThat(replayed.headers().allValues("Accept-Signature"))
                .containsExactly(
                        "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-type\" \"content-digest\");created");
        assertThat(HANDLED).hasValue(before + 1);
    }

    @Test
    void verifiesForms() throws Exception {
        HttpRequest form = signer.sign(
                request("/forms", "application/x-www-form-urlencoded;charset=UTF-8"), bytes("a=caf%C3%A9&b=1&b=2"));
        assertThat(send(form).body()).isEqualTo("caf\u00e9[1, 2]");
    }

    @Test
    @DisplayName("RFC 7578: parts, which are resolved before the handler is known")
    void verifiesParts() throws Exception {
        String part = "--b\r\nContent-Disposition: form-data; name=";
        String note = part + "\"note\"\r\n\r\nseen\r\n";
        String body = note + part + "\"file\"; filename=\"a.txt\"\r\n\r\ncontent\r\n--b--\r\n";
        HttpRequest parts = signer.sign(request("/files", "multipart/form-data; boundary=b"), bytes(body));
        assertThat(send(parts).body()).isEqualTo("a.txt content seen");
        HttpRequest other = signer.sign(request("/files", "multipart/form-data; boundary=b"), bytes(body));
        assertThat(send(altered(other, "/files", body.replace("content", "changed")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("RFC 9110 §15.5.14: refuses a longer body than is verified")
    void refusesLongBody() throws Exception {
        String body = "{\"a\":\"" + "x".repeat(1024) + "\"}";
        HttpResponse<String> answer = send(signer.sign(request("/reports", "application/json"), bytes(body)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"body-too-large\"");
    }

    @Test
    void requiresConfiguredComponents() throws Exception {
        RequestSigner bare = signer(host, license);
        HttpRequest signed = bare.sign(request("/reports", "application/json"), bytes("{}"));
        assertThat(send(signed).statusCode()).isEqualTo(401);
        HttpRequest unsigned = host.request("/report").build();
        HttpResponse<String> missing = send(unsigned);
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
    }

    @Test
    void verifiesWithExternalAddress() throws Exception {
        try (Host behind = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.proof.signature=required",
                "licensing.signatures.tag=weather",
                "licensing.external-uri=https://api.example.com/base")) {
            RequestSigner tagged = signer(behind, license(behind)).tagged("weather");
            assertThat(status(behind, tagged, "https://api.example.com/base/report"))
                    .isEqualTo(200);
            assertThat(status(behind, tagged, "https://api.example.com/report")).isEqualTo(401);
            assertThat(status(behind, tagged, "http://localhost:" + behind.port() + "/report"))
                    .isEqualTo(401);
            HttpResponse<String> missing = CLIENT.send(behind.request("/report").build(), BodyHandlers.ofString());
            assertThat(missing.headers().firstValue("Accept-Signature").orElse(""))
                    .endsWith(";created;tag=\"weather\"");
        }
    }

    private static int status(Host service, RequestSigner by, String address) throws Exception {
        HttpRequest.Builder request = service.request("/report");
        by.fields("GET", URI.create(address), Map.of(), new byte[0]).forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
