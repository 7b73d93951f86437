package io.github.licensing4j.core.credential.oauth;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A signing key of an identity provider, which signs right and wrong tokens. Independent of the code that verifies them. */
public final class ProviderKey {
    private static final Map<String, String> CURVES =
            Map.of("ES256", "secp256r1", "ES384", "secp384r1", "ES512", "secp521r1");
    private static final Map<String, String> SIGNATURES = signatures();

    private final String kid;
    private final String algorithm;
    private final KeyPair pair;

    private ProviderKey(String kid, String algorithm, KeyPair pair) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    public static ProviderKey of(String kid, String algorithm) {
        try {
            String type = CURVES.containsKey(algorithm) ? "EC" : algorithm.equals("Ed25519") ? "Ed25519" : "RSA";
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (CURVES.containsKey(algorithm)) {
                generator.initialize(new ECGenParameterSpec(CURVES.get(algorithm)));
            } else if (type.equals("RSA")) {
                generator.initialize(2048);
            }
            return new ProviderKey(kid, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> signatures() {
        Map<String, String> names = new HashMap<>();
        for (String bits : List.of("256", "384", "512")) {
            names.put("RS" + bits, "SHA" + bits + "withRSA");
            names.put("ES" + bits, "SHA" + bits + "withECDSAinP1363Format");
            names.put("PS" + bits, "RSASSA-PSS");
        }
        names.put("Ed25519", "Ed25519");
        return names;
    }

    /** Returns the same key under another id, or with another algorithm. */
    public ProviderKey as(String otherKid, String otherAlgorithm) {
        return new ProviderKey(otherKid, otherAlgorithm, pair);
    }

    public String kid() {
        return kid;
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** Returns the public key as a member of a set, with its algorithm. */
    public Map<String, Object> published() {
        Map<String, Object> members = new LinkedHashMap<>(jwk().toJSONObject());
        members.put("kid", kid);
        members.put("alg", algorithm);
        members.put("use", "sig");
        return members;
    }

    /** Returns the public key as a member of a set, without its algorithm, as many providers publish it. */
    public Map<String, Object> publishedWithoutAlgorithm() {
        Map<String, Object> members = published();
        members.remove("alg");
        return members;
    }

    /** Returns a set of published members. */
    public static String setOf(List<Map<String, Object>> keys) {
        return JsonMapper.shared().writeValueAsString(Map.of("keys", keys));
    }

    public static String set(ProviderKey... keys) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "keys", Arrays.stream(keys).map(ProviderKey::published).toList()));
    }

    private JWK jwk() {
        if (pair.getPublic() instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        byte[] der = pair.getPublic().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(der, der.length - 32, der.length)))
                .build();
    }

    /** Returns the header of a right token, to be changed. */
    public Map<String, @Nullable Object> header() {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("typ", "at+jwt");
        header.put("alg", algorithm);
        header.put("kid", kid);
        return header;
    }

    /** Signs a token of the right type. */
    public String sign(Map<String, @Nullable Object> claims) {
        return sign(header(), claims);
    }

    /** Signs a header and claims, whatever they are. */
    public String sign(Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {
        return sign(
                JsonMapper.shared().writeValueAsString(header),
                JsonMapper.shared().writeValueAsString(claims));
    }

    /** Signs texts, whatever they are. */
    public String sign(String header, String claims) {
        String input = encode(header) + "." + encode(claims);
        return input + "." + encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] input) {
        try {
            Signature signer = Signature.getInstance(SIGNATURES.get(algorithm));
            if (algorithm.startsWith("PS")) {
                int bits = Integer.parseInt(algorithm.substring(2));
                String hash = "SHA-" + bits;
                signer.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
            }
            signer.initSign(pair.getPrivate());
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
