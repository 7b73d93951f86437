package io.github.licensing4j.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlainServletExampleTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void answersAsEachPlanAllows() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256)
                .keyID("example")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        Path keys = Files.writeString(directory.resolve("keys.json"), new JWKSet(key).toString(false));
        try (var example = PlainServletExample.start(Path.of("licensing.yaml"), keys, 0)) {
            String free = token(key, "free@1");

            HttpResponse<String> daily = get(example, "/v1/daily/today", free);
            assertThat(daily.statusCode()).isEqualTo(200);
            assertThat(daily.body()).isEqualTo("{\"forecast\":\"sunny\",\"callsLeft\":999}");
            assertThat(daily.headers().firstValue("RateLimit-Policy"))
                    .contains("\"burst\";q=20;w=2, \"monthly\";q=1000");

            assertThat(get(example, "/v1/daily/archive/2020", free).body()).contains("\"callsLeft\":989");
            assertThat(get(example, "/v1/hourly", token(key, "pro@1")).statusCode())
                    .isEqualTo(200);

            HttpResponse<String> hourly = get(example, "/v1/hourly", free);
            assertThat(hourly.statusCode()).isEqualTo(403);
            assertThat(hourly.body()).contains("\"code\":\"feature-not-licensed\"", "\"plans\":[\"pro@1\"]");

            HttpResponse<String> anonymous = get(example, "/v1/daily/today", "");
            assertThat(anonymous.statusCode()).isEqualTo(401);
            assertThat(anonymous.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(get(example, "/status", "").body()).isEqualTo("up");
        }
    }

    private HttpResponse<String> get(PlainServletExample example, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + example.port() + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(ECKey key, String plan) throws Exception {
        Instant now = InstantSource.system().instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer("https://weather.example")
                .subject("customer-" + plan)
                .audience("plain-weather")
                .jwtID("token-" + plan)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .claim("lic", "lic_" + plan.charAt(0))
                .claim("plan", plan)
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("license+jwt"))
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }
}
