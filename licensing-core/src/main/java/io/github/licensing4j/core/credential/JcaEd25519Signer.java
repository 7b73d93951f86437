package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Set;

/** Signs with Ed25519 of the JDK (RFC 8037): the signer of Nimbus requires Google Tink. */
final class JcaEd25519Signer extends BaseJWSProvider implements JWSSigner {
    private final PrivateKey key;

    JcaEd25519Signer(PrivateKey key) {
        super(Set.of(JWSAlgorithm.Ed25519));
        this.key = key;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(signingInput);
            return Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new JOSEException("the JDK cannot sign with this key: " + e.getMessage(), e);
        }
    }
}
