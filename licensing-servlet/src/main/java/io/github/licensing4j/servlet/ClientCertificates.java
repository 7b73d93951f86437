package io.github.licensing4j.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificate that the client of a request has authenticated its connection with: that of the connection, or the
 * {@code Client-Cert} field (RFC 9440) of a trusted proxy. The field of any other peer is ignored.
 */
final class ClientCertificates {
    static final String FIELD = "Client-Cert";
    static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    /** Tomcat sets it where its RemoteIpValve has replaced the address of the connection by a forwarded one. */
    static final String ADDRESS_REPLACED = "org.apache.tomcat.request.forwarded";

    private static final System.Logger LOG = System.getLogger(ClientCertificates.class.getName());
    private static final int MAX_FIELD = 16 * 1024;

    private final @Nullable Predicate<String> proxies;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param proxies accepts the addresses of trusted proxies; null if there are none */
    ClientCertificates(@Nullable Predicate<String> proxies) {
        this.proxies = proxies;
    }

    /** Returns whether the field of some peer is read. */
    boolean readsField() {
        return proxies != null;
    }

    /** Returns the certificate; empty if there is none, or not exactly one well-formed field of a trusted proxy. */
    Optional<X509Certificate> of(HttpServletRequest request) {
        if (proxies == null) {
            return ofConnection(request);
        }
        ServletRequest received = received(request);
        if (Boolean.TRUE.equals(received.getAttribute(ADDRESS_REPLACED))) {
            // The address is what a header field says, and so is not that of the proxy.
            if (!warned.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Client-Cert is ignored, because Tomcat has replaced the address of the connection by a forwarded one");
            }
            return Optional.empty();
        }
        // A proxy authenticates its connection with a certificate of its own, if at all.
        return proxies.test(received.getRemoteAddr()) ? ofField(request) : ofConnection(request);
    }

    /** Returns the request of the container: filters may replace the address by a forwarded one. */
    private static ServletRequest received(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner;
    }

    private static Optional<X509Certificate> ofConnection(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    private static Optional<X509Certificate> ofField(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders(FIELD);
        if (!lines.hasMoreElements()) {
            return Optional.empty();
        }
        String field = lines.nextElement();
        Optional<X509Certificate> certificate = lines.hasMoreElements() ? Optional.empty() : parse(field.strip());
        if (certificate.isEmpty()) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Client-Cert of a trusted proxy is not exactly one byte sequence with a certificate");
        }
        return certificate;
    }

    /** Parses a byte sequence (RFC 9651 §3.3.5) without parameters, in canonical base64, that is one DER certificate. */
    static Optional<X509Certificate> parse(String field) {
        if (field.length() < 3 || field.length() > MAX_FIELD || !field.startsWith(":") || !field.endsWith(":")) {
            return Optional.empty();
        }
        String base64 = field.substring(1, field.length() - 1);
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // The decoders skip unused bits and bytes after the certificate, and read PEM.
            return Base64.getEncoder().encodeToString(der).equals(base64)
                            && Arrays.equals(certificate.getEncoded(), der)
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }
}
