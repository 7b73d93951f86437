package io.github.licensing4j.spring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V1TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A server or client of a test that authenticates itself in TLS.
 *
 * @param key its private key
 * @param certificate a certificate that this key has signed itself
 */
record TlsIdentity(PrivateKey key, X509Certificate certificate) {
    static final String PASSWORD = "changeit";
    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));

    /** Generates a key and a certificate. */
    static TlsIdentity of(String name) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        TBSCertificate content = content(new X500Name("CN=" + name), keys);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(content.getEncoded("DER"));
        byte[] der = new DERSequence(new ASN1Encodable[] {content, ECDSA, new DERBitString(signer.sign())})
                .getEncoded("DER");
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        return new TlsIdentity(keys.getPrivate(), certificate);
    }

    private static TBSCertificate content(X500Name name, KeyPair keys) {
        V1TBSCertificateGenerator content = new V1TBSCertificateGenerator();
        content.setSerialNumber(new ASN1Integer(BigInteger.ONE));
        content.setSignature(ECDSA);
        content.setIssuer(name);
        content.setSubject(name);
        content.setStartDate(new Time(Date.from(Instant.parse("2020-01-01T00:00:00Z"))));
        content.setEndDate(new Time(Date.from(Instant.parse("2049-01-01T00:00:00Z"))));
        content.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        return content.generateTBSCertificate();
    }

    /** Returns {@code x5t#S256} (RFC 8705 §3.1). */
    String thumbprint() throws GeneralSecurityException {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** Returns the value of {@code Client-Cert} (RFC 9440 §2.2). */
    String field() throws GeneralSecurityException {
        return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
    }

    /** Writes the key and the certificate into a file. */
    Path keyStore(Path directory) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", key, PASSWORD.toCharArray(), new X509Certificate[] {certificate});
        return write(store, directory.resolve("keys.p12"));
    }

    /** Writes the certificates of others into a file. */
    static Path trustStore(Path directory, TlsIdentity... trusted) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (TlsIdentity one : trusted) {
            store.setCertificateEntry("trusted" + store.size(), one.certificate);
        }
        return write(store, directory.resolve("trusted.p12"));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Path write(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** Returns a client that trusts this server and has an identity of its own, or none. */
    HttpClient client(@Nullable TlsIdentity own) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own == null ? new KeyManager[0] : new KeyManager[] {new OneKey(own)};
        context.init(keys, trusted.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** Presents its certificate whichever authorities the server names. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "own";

        private final TlsIdentity own;

        OneKey(TlsIdentity own) {
            this.own = own;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {own.certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key;
        }
    }
}
