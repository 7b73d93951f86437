package io.github.licensing4j.spring.dpop;

import com.nimbusds.jose.util.Base64URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The one form of the key in a proof that this library accepts. */
final class ProofKeyForm {
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private ProofKeyForm() {}

    static Map<String, Object> named(Map<?, ?> key) {
        Map<String, Object> named = new LinkedHashMap<>();
        key.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    static boolean isCanonical(Map<String, Object> key) {
        if (key.keySet().stream().anyMatch(PRIVATE::contains)
                || !key.entrySet().stream().allMatch(member -> isText(member.getKey(), member.getValue()))) {
            return false;
        }
        return switch (String.valueOf(key.get("kty"))) {
            case "EC" -> bytes(key, "x").length == 32 && bytes(key, "y").length == 32;
            case "RSA" ->
                bytes(key, "n").length >= 256
                        && bytes(key, "n").length <= 512
                        && bytes(key, "n")[0] != 0
                        && bytes(key, "e").length <= 4
                        && bytes(key, "e")[0] != 0
                        && !"AQ".equals(key.get("e"));
            default -> bytes(key, "x").length == 32;
        };
    }

    private static boolean isText(String name, Object value) {
        boolean isNumber = Set.of("x", "y", "n", "e").contains(name);
        return value instanceof String text
                ? !isNumber
                        || text.equals(
                                Base64URL.encode(new Base64URL(text).decode()).toString())
                : !isNumber && !Set.of("kty", "crv", "use", "alg").contains(name);
    }

    private static byte[] bytes(Map<String, Object> key, String name) {
        return new Base64URL(String.valueOf(key.get(name))).decode();
    }
}
