package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** A value of Client-Cert is no certificate, or exactly the one that it spells. */
final class ClientCertificateFuzz {
    @FuzzTest(maxDuration = "25s")
    void readsOneSpellingOnly(byte[] data) throws CertificateEncodingException {
        parse(new String(data, StandardCharsets.ISO_8859_1));
        parse(":" + Base64.getEncoder().encodeToString(data) + ":");
    }

    private static void parse(String field) throws CertificateEncodingException {
        Optional<X509Certificate> certificate = ClientCertificates.parse(field);
        if (certificate.isPresent()) {
            byte[] der = certificate.get().getEncoded();
            assertThat(":" + Base64.getEncoder().encodeToString(der) + ":").isEqualTo(field);
        }
    }
}
