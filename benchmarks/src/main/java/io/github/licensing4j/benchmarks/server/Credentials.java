package io.github.licensing4j.benchmarks.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyPairs;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Writes keys, catalog and tokens for a run into a folder: 200 license tokens and 200 RS256 access tokens. */
public final class Credentials {
    private static final int TOKENS = 200;

    private Credentials() {}

    public static void main(String[] arguments) throws IOException, JOSEException {
        Path dir = Path.of(arguments[0]);
        Path keys = dir.resolve("keys.json");
        Files.writeString(keys, KeyPairs.generate(JwsAlgorithm.ED25519).toString(false));
        LicenseTokenIssuer issuer =
                new LicenseTokenIssuer("https://bench.example", "bench", KeyFile.read(keys), InstantSource.system());
        List<String> licenses = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            licenses.add(issuer.issue(
                    LicenseTokenRequest.of("customer-" + i, "lic_" + i, new PlanId("pro", 1), Duration.ofDays(1))));
        }
        Files.write(dir.resolve("licenses"), licenses);
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("bench").generate();
        Files.writeString(
                dir.resolve("rsa.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(rsa.toRSAPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        List<String> jwts = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            jwts.add(accessToken(rsa, "customer-" + i));
        }
        Files.write(dir.resolve("jwts"), jwts);
    }

    private static String accessToken(RSAKey key, String subject) throws JOSEException {
        Instant now = InstantSource.system().instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("https://bench.example")
                .subject(subject)
                .audience("bench")
                .claim("scope", "item.read")
                .jwtID(subject + "-token")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofDays(1))))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("bench").build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }
}
