package io.github.licensing4j.core.credential;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules by which tokens are refused that Nimbus accepts; {@code docs/tokens.md} has a row for each. A rule decides on
 * the token alone, with the parser of Nimbus, so that it is no second spelling of the verifier under test.
 */
enum StricterRule {
    SIZE(token -> token.text.length() > 8192),
    BASE64URL(token -> token.parts().stream().anyMatch(part -> !part.equals(Base64URL.encode(part.decode())))
            || !token.text.equals(token.text.strip())),
    UTF_8(token -> token.objects().stream().anyMatch(StricterRule::isNotUtf8)),
    JSON_FORM(token -> token.objects().stream()
            .anyMatch(bytes -> bytes.length < 2 || bytes[0] != '{' || bytes[1] == 0 || !parses(Json.PLAIN, bytes))),
    DUPLICATE_MEMBER(token -> token.objects().stream()
            .anyMatch(bytes -> parses(Json.PLAIN, bytes) && !parses(Json.WITHOUT_DUPLICATES, bytes))),
    TEXT(token -> LicenseForm.hasBadText(token.header) || LicenseForm.hasBadText(token.claims)),
    KEY_ID(token -> token.jwt.getHeader().getKeyID() == null),
    HEADER_MEMBER(token -> token.header.keySet().stream().anyMatch(Json.REFUSED_MEMBERS::contains)),
    REGISTERED_CLAIM(token -> !LicenseForm.hasTypesOfRegisteredClaims(token.claims)),
    LICENSE_CLAIM(token -> !LicenseForm.isRight(token.claims)),
    DATE_RANGE(token -> token.claims.entrySet().stream()
            .anyMatch(claim -> Json.DATES.contains(claim.getKey())
                    && claim.getValue() instanceof Number date
                    && !(date.doubleValue() >= 0 && date.doubleValue() <= 253_402_300_799.0))),
    ISSUED_AT(
            token -> token.claims.get("iat") instanceof Number issued && issued.doubleValue() > TokenFixture.NOW + 30),
    PROOF(token -> token.claims.containsKey("cnf"));

    // The lambdas have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<Token> condition;

    StricterRule(Predicate<Token> condition) {
        this.condition = condition;
    }

    /** Whether the rule refuses a token that Nimbus accepts. */
    boolean refuses(String token) {
        return condition.test(Token.of(token));
    }

    private static final class Json {
        static final Set<String> REFUSED_MEMBERS = Set.of("crit", "jwk", "jku", "x5u", "x5c", "b64", "enc", "zip");
        static final Set<String> DATES = Set.of("iat", "nbf", "exp");
        private static final JsonFactory FACTORY = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(8)
                        .maxNumberLength(40)
                        .build())
                .build();
        static final JsonMapper PLAIN = JsonMapper.builder(FACTORY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        static final JsonMapper WITHOUT_DUPLICATES = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private record Token(String text, SignedJWT jwt, Map<?, ?> header, Map<?, ?> claims) {
        static Token of(String text) {
            try {
                SignedJWT jwt = SignedJWT.parse(text);
                return new Token(
                        text,
                        jwt,
                        read(jwt.getHeader().getParsedBase64URL().decode()),
                        read(jwt.getPayload().toBytes()));
            } catch (ParseException e) {
                throw new AssertionError("Nimbus accepts what it cannot parse", e);
            }
        }

        private static Map<?, ?> read(byte[] json) {
            try {
                return Json.PLAIN.readValue(json, Map.class);
            } catch (JacksonException e) {
                return Map.of();
            }
        }

        List<Base64URL> parts() {
            return List.of(jwt.getParsedParts());
        }

        List<byte[]> objects() {
            return List.of(
                    jwt.getHeader().getParsedBase64URL().decode(),
                    jwt.getPayload().toBytes());
        }
    }

    private static boolean isNotUtf8(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return false;
        } catch (CharacterCodingException e) {
            return true;
        }
    }

    private static boolean parses(JsonMapper mapper, byte[] json) {
        try {
            return mapper.readValue(json, Map.class) != null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
