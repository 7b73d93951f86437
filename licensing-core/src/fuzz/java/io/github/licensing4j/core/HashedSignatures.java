package io.github.licensing4j.core;

import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.util.Arrays;

/**
 * Makes signatures that are only a hash, which everybody could forge: targets that sign each input of their own would
 * otherwise spend their time on curves.
 */
public final class HashedSignatures extends Provider {
    private static final long serialVersionUID = 1L;

    private HashedSignatures() {
        super("HashedSignatures", "1", "signatures that are only a hash");
        for (String algorithm : new String[] {"Ed25519", "EdDSA", "SHA256withECDSAinP1363Format"}) {
            put("Signature." + algorithm, Hashed.class.getName());
        }
    }

    /** Uses them for all signatures of this process from now on. */
    public static void install() {
        Security.insertProviderAt(new HashedSignatures(), 1);
    }

    /** Signs with SHA-512, which has the length of an Ed25519 and of an ES256 signature. */
    public static final class Hashed extends SignatureSpi {
        private final MessageDigest digest;

        public Hashed() throws NoSuchAlgorithmException {
            this.digest = MessageDigest.getInstance("SHA-512");
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            digest.reset();
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            digest.reset();
        }

        @Override
        protected void engineUpdate(byte b) {
            digest.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() {
            return digest.digest();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return Arrays.equals(digest.digest(), signature);
        }

        @Deprecated
        @Override
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Deprecated
        @Override
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
