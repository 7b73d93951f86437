package io.github.licensing4j.spring.dpop;

import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.spring.dpop.SentProof.IdUsage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules by which this library and Spring Security decide differently on a proof; {@code docs/proof-of-possession.md}
 * has a row for each. A rule decides on the proof alone, with parsers of others.
 */
enum DpopDifference {
    /** A proof has at most 6,144 characters. */
    SIZE(Decision.REFUSED, proof -> proof.text().length() > 6144),
    /** Each part is canonical base64url: no padding, no white space, no bits that are not used. */
    BASE64URL(
            Decision.REFUSED,
            proof -> !proof.text().equals(proof.text().strip())
                    || proof.parts().stream().anyMatch(part -> !part.equals(Base64URL.encode(part.decode())))),
    /** Header and claims are UTF-8. */
    UTF_8(Decision.REFUSED, proof -> proof.objects().stream().anyMatch(DpopDifference::isNotUtf8)),
    /** Header and claims are each one JSON object of limited depth, with nothing before or after it. */
    JSON_FORM(
            Decision.REFUSED,
            proof -> proof.objects().stream()
                    .anyMatch(bytes -> bytes.length < 2 || bytes[0] != '{' || Json.parse(Json.PLAIN, bytes) == null)),
    /** No object has a member twice, at any depth. */
    DUPLICATE_MEMBER(
            Decision.REFUSED,
            proof -> proof.objects().stream()
                    .anyMatch(bytes -> Json.parse(Json.PLAIN, bytes) != null
                            && Json.parse(Json.WITHOUT_DUPLICATES, bytes) == null)),
    /** Texts that are read have 1 to 256 characters, addresses 2,048; none is a control character or half a surrogate pair. */
    TEXT(Decision.REFUSED, proof -> proof.texts().stream().anyMatch(DpopDifference::isBadText)),
    /** {@code typ} is exactly {@code dpop+jwt} (RFC 9449 §4.3, check 4). */
    TYPE(Decision.REFUSED, proof -> !"dpop+jwt".equals(proof.header().get("typ"))),
    /** The algorithms are ES256, PS256, RS256 and Ed25519; Spring Security also has the larger ones. */
    LARGER_ALGORITHM(
            Decision.REFUSED,
            proof -> Set.of("ES384", "ES512", "PS384", "PS512", "RS384", "RS512")
                    .contains(String.valueOf(proof.header().get("alg")))),
    /** {@code crit}, and members that name another key or another form of the token, are refused. */
    HEADER_MEMBER(
            Decision.REFUSED,
            proof -> proof.header().keySet().stream()
                    .anyMatch(Set.of("crit", "jku", "x5u", "x5c", "b64", "enc", "zip")::contains)),
    /** The key has its one canonical form, 2,048 to 4,096 bits if it is an RSA key, a usual exponent, and no private member. */
    KEY_FORM(Decision.REFUSED, proof -> !ProofKeyForm.isCanonical(proof.key())),
    /** {@code use} and {@code alg} of the key, where it has them, are for signatures of this algorithm. */
    KEY_USE(
            Decision.REFUSED,
            proof -> !"sig".equals(proof.key().getOrDefault("use", "sig"))
                    || !proof.sameAlgorithm(proof.key()
                            .getOrDefault("alg", String.valueOf(proof.header().get("alg"))))),
    /** {@code jti}, {@code htm}, {@code htu}, {@code ath} and {@code nonce} are texts, {@code iat} a number up to the year 9999. */
    CLAIM_TYPE(Decision.REFUSED, proof -> proof.claimTypesDiffer()),
    /** The clock of a client is at most 5 s ahead. */
    FUTURE(
            Decision.REFUSED,
            proof -> proof.claims().get("iat") instanceof Number issued
                    && issued.doubleValue() > Json.CLOCK.millis() / 1000.0 + 4),

    /** Spellings of one address are equal after normalization (RFC 9449 §4.3, check 9; RFC 3986 §6.2.2, §6.2.3). */
    SAME_ADDRESS(
            Decision.ACCEPTED,
            proof -> ProofEdits.SAME_ADDRESS.contains(
                    String.valueOf(proof.claims().get("htu")))),
    /** Ed25519 is accepted, under both of its names (RFC 9864). */
    ED25519(
            Decision.ACCEPTED,
            proof -> Set.of("Ed25519", "EdDSA")
                    .contains(String.valueOf(proof.header().get("alg")))),
    /** Members that a proof does not need are not read, whatever their type and value. */
    UNREAD_MEMBER(Decision.ACCEPTED, proof -> proof.hasUnreadMember()),
    /** A {@code jti} may be blank; it is used once like any other. */
    BLANK_ID(
            Decision.ACCEPTED,
            proof -> String.valueOf(proof.claims().get("jti")).isBlank()),
    /** Used proofs are remembered by key and address (RFC 9449 §11.1), so that no client can use up the identifiers of another. */
    USED_BY_ANOTHER_KEY(Decision.ACCEPTED, proof -> proof.sent().idUsage() == IdUsage.USED_BY_ANOTHER_KEY);

    private final Decision decision;
    // The lambdas have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Predicate<Parsed> condition;

    DpopDifference(Decision decision, Predicate<Parsed> condition) {
        this.decision = decision;
        this.condition = condition;
    }

    /** What this library decides where the two differ. */
    enum Decision {
        ACCEPTED,
        REFUSED
    }

    /** Returns the rules that explain why this library decided so, and Spring Security otherwise. */
    static List<DpopDifference> explaining(SentProof proof, Decision decision) {
        Parsed parsed = Parsed.of(proof);
        return List.of(values()).stream()
                .filter(rule -> rule.decision == decision && rule.condition.test(parsed))
                .toList();
    }

    private static final class Json {
        static final InstantSource CLOCK = InstantSource.system();
        static final JsonMapper PLAIN = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(8)
                                .maxNumberLength(40)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        static final JsonMapper WITHOUT_DUPLICATES = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        static @Nullable Map<?, ?> parse(JsonMapper mapper, byte[] json) {
            try {
                return mapper.readValue(json, Map.class);
            } catch (JacksonException e) {
                return null;
            }
        }
    }

    private record Parsed(SentProof sent, List<Base64URL> parts, Map<?, ?> header, Map<?, ?> claims) {
        private static final Set<String> READ_CLAIMS = Set.of("jti", "htm", "htu", "iat", "ath", "nonce");
        private static final Set<String> READ_HEADER = Set.of("typ", "alg", "jwk");

        static Parsed of(SentProof sent) {
            List<Base64URL> parts = List.of(sent.text().split("\\.", -1)).stream()
                    .map(Base64URL::new)
                    .toList();
            return new Parsed(sent, parts, object(parts, 0), object(parts, 1));
        }

        private static Map<?, ?> object(List<Base64URL> parts, int part) {
            Map<?, ?> object =
                    part < parts.size() ? Json.parse(Json.PLAIN, parts.get(part).decode()) : null;
            return object == null ? Map.of() : object;
        }

        String text() {
            return sent.text();
        }

        List<byte[]> objects() {
            return parts.stream().limit(2).map(Base64URL::decode).toList();
        }

        Map<String, Object> key() {
            return header.get("jwk") instanceof Map<?, ?> key ? ProofKeyForm.named(key) : Map.of();
        }

        boolean sameAlgorithm(@Nullable Object name) {
            return String.valueOf(name)
                    .replace("EdDSA", "Ed25519")
                    .equals(String.valueOf(header.get("alg")).replace("EdDSA", "Ed25519"));
        }

        /** The names of all members, and the texts that are read. */
        List<String> texts() {
            return Stream.concat(
                            claims.entrySet().stream()
                                    .filter(claim -> READ_CLAIMS.contains(String.valueOf(claim.getKey())))
                                    .map(Map.Entry::getValue),
                            header.values().stream())
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }

        boolean claimTypesDiffer() {
            return claims.entrySet().stream()
                    .filter(claim -> READ_CLAIMS.contains(String.valueOf(claim.getKey())))
                    .anyMatch(claim -> "iat".equals(claim.getKey())
                            ? !(claim.getValue() instanceof Number date && date.doubleValue() <= 253_402_300_799.0)
                            : !(claim.getValue() instanceof String));
        }

        boolean hasUnreadMember() {
            return !READ_CLAIMS.containsAll(claims.keySet())
                    || !READ_HEADER.containsAll(header.keySet())
                    || key().keySet().stream()
                            .anyMatch(name -> !Set.of("kty", "crv", "x", "y", "n", "e", "use", "alg")
                                    .contains(name));
        }
    }

    private static boolean isBadText(String text) {
        return text.isEmpty()
                || text.length() > (text.startsWith("http") ? 2048 : 256)
                || text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isNotUtf8(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return false;
        } catch (CharacterCodingException e) {
            return true;
        }
    }
}
