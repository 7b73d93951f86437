package io.github.licensing4j.core.webhook;

import io.github.licensing4j.LicensingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the messages to one endpoint as Standard Webhooks 1.0 defines: {@code v1} is HMAC-SHA256 with a shared secret,
 * {@code v1a} Ed25519 with a private key of the sender. Never shows the key. Safe for use by many threads.
 */
public final class WebhookKey {
    private static final String HMAC = "HmacSHA256";
    private static final String SECRET = "whsec_";
    private static final String PRIVATE = "whsk_";
    private static final int SEED_BYTES = 32;

    private final String version;
    private final Signer signer;

    private interface Signer {
        byte[] sign(byte[] content) throws GeneralSecurityException;
    }

    private WebhookKey(String version, Signer signer) {
        this.version = version;
        this.signer = signer;
    }

    /**
     * Creates a key from a secret that the endpoint has too.
     *
     * @param secret {@code whsec_} and 24 to 64 bytes in Base64
     * @throws LicensingException if it is of another form; the message does not show it
     */
    public static WebhookKey shared(String secret) {
        byte[] bytes = bytes(secret, SECRET);
        if (bytes.length < 24 || bytes.length > 64) {
            throw new LicensingException(
                    "a webhook secret has " + bytes.length + " bytes, expected 24 to 64 in Base64 behind " + SECRET);
        }
        SecretKeySpec key = new SecretKeySpec(bytes, HMAC);
        return new WebhookKey("v1", content -> {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(content);
        });
    }

    /**
     * Creates an Ed25519 key of which the endpoint has only the public part.
     *
     * @param key {@code whsk_} and in Base64 its 32 bytes (RFC 8032 §5.1.5), which its 32 public bytes may follow
     * @throws LicensingException if it is of another form; the message does not show it
     */
    public static WebhookKey ed25519(String key) {
        byte[] bytes = bytes(key, PRIVATE);
        if (bytes.length != SEED_BYTES && bytes.length != 2 * SEED_BYTES) {
            throw new LicensingException("a webhook signing key has " + bytes.length
                    + " bytes, expected 32 or 64 in Base64 behind " + PRIVATE);
        }
        try {
            PrivateKey made = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(
                            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(bytes, SEED_BYTES)));
            return new WebhookKey("v1a", content -> {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(made);
                signature.update(content);
                return signature.sign();
            });
        } catch (GeneralSecurityException e) {
            throw new LicensingException("a webhook signing key cannot be used by this JDK", e);
        }
    }

    private static byte[] bytes(String text, String prefix) {
        if (!text.startsWith(prefix)) {
            throw new LicensingException("a webhook key does not start with " + prefix);
        }
        try {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            // Its message would show a part of the key.
            throw new LicensingException("a webhook key is not in Base64 behind " + prefix);
        }
    }

    /** Returns the value of {@code webhook-signature} for one attempt. */
    String sign(String id, long epochSecond, String body) {
        byte[] content = (id + "." + epochSecond + "." + body).getBytes(StandardCharsets.UTF_8);
        try {
            return version + "," + Base64.getEncoder().encodeToString(signer.sign(content));
        } catch (GeneralSecurityException e) {
            throw new LicensingException("a webhook cannot be signed by this JDK", e);
        }
    }

    @Override
    public String toString() {
        return "WebhookKey[" + version + ", ***]";
    }
}
