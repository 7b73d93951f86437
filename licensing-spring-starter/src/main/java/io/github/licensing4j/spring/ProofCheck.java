package io.github.licensing4j.spring;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Checks the properties of proofs of possession. */
final class ProofCheck {
    private static final Logger log = LoggerFactory.getLogger(ProofCheck.class);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);
    private static final DataSize LONGEST_BODY = DataSize.ofMegabytes(64);

    private ProofCheck() {}

    static void check(LicensingProperties properties, Environment environment) {
        checkDpop(properties);
        checkSignatures(properties);
        checkClientCert(properties.proof(), environment);
    }

    private static void checkDpop(LicensingProperties properties) {
        LicensingProperties.Proof proof = properties.proof();
        Duration window = proof.dpopWindow();
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new LicensingException("licensing.proof.dpop-window is " + window + ": expected " + SHORTEST_WINDOW
                    + " to " + LONGEST_WINDOW);
        }
        if (proof.dpop() == ProofUse.OFF && proof.dpopNonce() == DpopSettings.Nonce.REQUIRED) {
            throw new LicensingException("licensing.proof.dpop-nonce is required, and licensing.proof.dpop is off:"
                    + " expected dpop to be optional or required, or dpop-nonce to be off");
        }
        if (proof.dpop() != ProofUse.REQUIRED) {
            return;
        }
        if (!properties.credentials().contains(Credential.Source.DPOP)) {
            throw new LicensingException(
                    "licensing.proof.dpop is required, and licensing.credentials does not contain dpop,"
                            + " so that every call would be refused: expected dpop among the credentials");
        }
        if (properties.externalUri() == null) {
            log.warn(
                    "licensing.proof.dpop is required and licensing.external-uri is not set: DPoP proofs are compared with"
                            + " the address of each request as the container resolves it. Behind a proxy, set it to the address that"
                            + " clients use, such as https://api.example.com");
        }
    }

    private static void checkSignatures(LicensingProperties properties) {
        LicensingProperties.Signatures signatures = properties.signatures();
        Duration window = signatures.window();
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new LicensingException("licensing.signatures.window is " + window + ": expected " + SHORTEST_WINDOW
                    + " to " + LONGEST_WINDOW);
        }
        DataSize maxBody = signatures.maxBody();
        if (maxBody.isNegative() || maxBody.compareTo(LONGEST_BODY) > 0) {
            throw new LicensingException("licensing.signatures.max-body is " + maxBody.toBytes()
                    + " bytes: expected 0B to " + LONGEST_BODY.toMegabytes() + "MB");
        }
        try {
            Object unused = signatures.settings(properties.proof().signature());
        } catch (LicensingException e) {
            throw new LicensingException("licensing.signatures: " + e.getMessage(), e);
        }
        if (properties.proof().signature() == SignatureSettings.Use.REQUIRED && properties.externalUri() == null) {
            log.warn(
                    "licensing.proof.signature is required and licensing.external-uri is not set: signatures are verified with"
                            + " the address of each request as the container resolves it. Behind a proxy, set it to the address"
                            + " that clients use, such as https://api.example.com");
        }
    }

    private static void checkClientCert(LicensingProperties.Proof proof, Environment environment) {
        List<String> proxies = proof.clientCert().trustedProxies();
        for (String proxy : proxies) {
            if (!Bindings.isRange(proxy)) {
                throw new LicensingException("licensing.proof.client-cert.trusted-proxies contains '" + proxy
                        + "': expected an address such as 10.0.0.5, or a CIDR range such as 10.0.0.0/24");
            }
        }
        if (proxies.isEmpty()) {
            return;
        }
        if (proof.mtls() == ProofUse.OFF) {
            throw new LicensingException(
                    "licensing.proof.client-cert.trusted-proxies is set, and licensing.proof.mtls is off, so that no"
                            + " certificate is read: expected mtls to be optional or required, or no proxies");
        }
        if ("native".equalsIgnoreCase(environment.getProperty("server.forward-headers-strategy"))) {
            throw new LicensingException(
                    "licensing.proof.client-cert.trusted-proxies needs the address of the connection, which"
                            + " server.forward-headers-strategy=native replaces by a forwarded one: expected framework or none");
        }
    }

    /** Returns what accepts the addresses of trusted proxies. There is at least one. */
    static Predicate<String> trustedProxies(LicensingProperties.Proof proof) {
        var proxies = new Bindings(proof.clientCert().trustedProxies(), Set.of(), Set.of(), Set.of());
        return address -> proxies.admits(new Call.Peer(address, Call.Route.DIRECT), Set.of());
    }
}
