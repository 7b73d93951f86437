package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.LicensingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the secrets of signature keys for the store: AES-256-GCM with a key that is not in the store. A secret can be
 * decrypted only for the signature key that it was encrypted for. Safe for use by many threads.
 */
public final class SecretSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String VERSION = "v1.";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 unpredictable bytes, the same on all nodes and after a restart */
    public SecretSeal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + key.length + " bytes, expected " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Encrypts a secret.
     *
     * @param owner names the signature key that it is of
     */
    public String seal(byte[] secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /**
     * Decrypts a secret.
     *
     * @throws LicensingException if it was encrypted with another key, for another signature key, or was changed
     */
    public byte[] open(String sealed, String owner) {
        try {
            byte[] all =
                    Base64.getUrlDecoder().decode(sealed.startsWith(VERSION) ? sealed.substring(VERSION.length()) : "");
            if (all.length <= NONCE_BYTES) {
                throw unreadable(null);
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static LicensingException unreadable(@Nullable Exception cause) {
        String message =
                "the secret of a signature key cannot be decrypted: it was stored under another audit key, or was"
                        + " changed";
        return cause == null ? new LicensingException(message) : new LicensingException(message, cause);
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "SecretSeal[***]";
    }
}
