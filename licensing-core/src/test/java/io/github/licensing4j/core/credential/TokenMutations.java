package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TrustedKeys.header;
import static io.github.licensing4j.core.credential.TrustedKeys.json;
import static io.github.licensing4j.core.credential.TrustedKeys.sign;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import io.github.licensing4j.core.RandomCases;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that differ a little from good ones, in twelve ways that take turns. */
final class TokenMutations {
    private static final BigInteger ORDER_OF_P256 =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final String NOISE = "\n\r\t =+/-_.%~A\u00e9";
    private static final String JSON_NOISE = "{}[]\",:\\0-9eE.tfnu'/ \t\u0001";

    private final List<Mutation> mutations = List.of(
            this::flippedCharacterBit,
            this::flippedDecodedBit,
            this::noisyText,
            this::movedParts,
            this::editedHeader,
            this::editedClaims,
            this::damagedJson,
            this::confusedKey,
            this::signedByStranger,
            this::changedSignature,
            this::randomBytesInJson,
            this::signedAgain);
    private final TrustedKeys keys;
    private final List<String> good;

    private interface Mutation {
        String of(int turn, RandomGenerator random);
    }

    TokenMutations(TrustedKeys keys) {
        this.keys = keys;
        this.good = keys.signing.stream()
                .map(key -> sign(key, header(key), TokenFixture.claims()))
                .toList();
    }

    /** The token of a number: mutations, and the edits within them, take turns. */
    String token(int number, RandomGenerator random) {
        return mutations.get(number % mutations.size()).of(number / mutations.size(), random);
    }

    private SigningKey key(RandomGenerator random) {
        return keys.signing.get(random.nextInt(keys.signing.size()));
    }

    private String good(RandomGenerator random) {
        return good.get(random.nextInt(good.size()));
    }

    private String flippedCharacterBit(int turn, RandomGenerator random) {
        char[] token = good(random).toCharArray();
        token[random.nextInt(token.length)] ^= (char) (1 << random.nextInt(7));
        return new String(token);
    }

    private String flippedDecodedBit(int turn, RandomGenerator random) {
        String[] parts = good(random).split("\\.", -1);
        int part = random.nextInt(parts.length);
        byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        parts[part] = TokenFixture.encode(bytes);
        return String.join(".", parts);
    }

    private String noisyText(int turn, RandomGenerator random) {
        StringBuilder token = new StringBuilder(good(random));
        char noise = NOISE.charAt(turn % NOISE.length());
        int at = RandomCases.any(random, 0, token.length(), random.nextInt(token.length()));
        return random.nextBoolean() || at == token.length()
                ? token.insert(at, noise).toString()
                : token.replace(at, at + 1, String.valueOf(noise)).toString();
    }

    private String movedParts(int turn, RandomGenerator random) {
        String[] one = good(random).split("\\.", -1);
        String[] other = sign(key(random), header(key(random)), TokenFixture.claims("'acme'", "'other'"))
                .split("\\.", -1);
        return switch (turn % 8) {
            case 0 -> one[0] + "." + other[1] + "." + one[2];
            case 1 -> other[0] + "." + one[1] + "." + one[2];
            case 2 -> one[0] + "." + one[1] + "." + other[2];
            case 3 -> one[0] + "." + one[1] + ".";
            case 4 -> one[0] + "." + one[1];
            case 5 -> one[0] + ".." + one[2];
            case 6 -> String.join(".", one) + "." + one[2];
            default -> "." + one[1] + "." + one[2];
        };
    }

    private String editedHeader(int turn, RandomGenerator random) {
        SigningKey key = key(random);
        String edit = TokenEdits.HEADER.get(turn % TokenEdits.HEADER.size());
        return sign(key, TokenEdits.apply(edit, header(key)), TokenFixture.claims());
    }

    private String editedClaims(int turn, RandomGenerator random) {
        SigningKey key = key(random);
        String edit = TokenEdits.CLAIMS.get(turn % TokenEdits.CLAIMS.size());
        return sign(
                key, header(key), TokenEdits.apply(edit, TokenFixture.claims().replace('"', '\'')));
    }

    private String damagedJson(int turn, RandomGenerator random) {
        SigningKey key = key(random);
        StringBuilder claims = new StringBuilder(TokenFixture.claims());
        StringBuilder header = new StringBuilder(header(key).replace('\'', '"'));
        StringBuilder damaged = turn % 3 == 0 ? header : claims;
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
            case 0 -> damaged.deleteCharAt(at);
            case 1 -> damaged.insert(at, JSON_NOISE.charAt(random.nextInt(JSON_NOISE.length())));
            default -> damaged.setCharAt(at, JSON_NOISE.charAt(random.nextInt(JSON_NOISE.length())));
        }
        return sign(key, bytes(header), bytes(claims));
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The header of one key with the signature of another, or of a MAC whose key is a public key. */
    private String confusedKey(int turn, RandomGenerator random) {
        SigningKey one = key(random);
        SigningKey other = key(random);
        return switch (turn % 3) {
            case 0 -> sign(other, header(one), TokenFixture.claims());
            case 1 ->
                sign(
                        other,
                        header(one)
                                .replace(
                                        one.algorithm().text(),
                                        other.algorithm().text()),
                        claims());
            default -> macOfPublicKey(header(one).replace(one.algorithm().text(), "HS256"));
        };
    }

    private static String claims() {
        return TokenFixture.claims();
    }

    private String macOfPublicKey(String header) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(keys.set.toString(true)), "HmacSHA256"));
            String input = TokenFixture.encode(json(header)) + "." + TokenFixture.encode(claims());
            return input + "." + TokenFixture.encode(mac.doFinal(bytes(input)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC", e);
        }
    }

    /** Signed by a key that is not trusted, under its own id or that of a trusted key. */
    private String signedByStranger(int turn, RandomGenerator random) {
        String kid = turn % 2 == 0 ? keys.stranger.kid() : keys.signing.get(0).kid();
        return sign(keys.stranger, header(keys.stranger).replace(keys.stranger.kid(), kid), claims());
    }

    private String changedSignature(int turn, RandomGenerator random) {
        String token = turn % 7 > 4 ? good.get(1) : good(random);
        int dot = token.lastIndexOf('.') + 1;
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot));
        byte[] changed = switch (turn % 7) {
            case 0 -> Arrays.copyOf(signature, signature.length - 1);
            case 1 -> Arrays.copyOf(signature, signature.length + 1);
            case 2 -> new byte[signature.length];
            case 3 -> Arrays.copyOfRange(signature, 1, signature.length);
            case 4 -> new byte[] {0};
            case 5 -> mirrored(signature);
            default -> der(signature);
        };
        return token.substring(0, dot) + TokenFixture.encode(changed);
    }

    /** The other of the two ECDSA signatures with the same r: both are right. */
    private static byte[] mirrored(byte[] signature) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = ORDER_OF_P256.subtract(s).toByteArray();
        byte[] changed = Arrays.copyOf(signature, 64);
        Arrays.fill(changed, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, changed, 64 - length, length);
        return changed;
    }

    private static byte[] der(byte[] signature) {
        try {
            return ECDSA.transcodeSignatureToDER(signature);
        } catch (JOSEException e) {
            throw new AssertionError("a good signature has a DER form", e);
        }
    }

    private String randomBytesInJson(int turn, RandomGenerator random) {
        SigningKey key = key(random);
        byte[] claims = bytes(claims());
        claims[claims.length / 2 + random.nextInt(claims.length / 2)] = (byte) random.nextInt(256);
        return sign(key, json(header(key)), claims);
    }

    /** A good token of a random customer. */
    private String signedAgain(int turn, RandomGenerator random) {
        SigningKey key = key(random);
        return sign(key, header(key), TokenFixture.claims("'acme'", "'customer-" + random.nextInt() + "'"));
    }
}
