package io.github.licensing4j.spring.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.spring.dpop.SentProof.IdUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes proofs that differ a little from good ones, in several ways that take turns. No two have the same {@code jti}. */
final class ProofMutations {
    private static final String NOISE = "\n\r\t =+/-_.%~A\u00e9";
    private static final String JSON_NOISE = "{}[]\",:\\0-9eE.tfnu'/ \t\u0001\u00e9";

    private final ProofClient rsa = ProofClient.of("RS256", 2048);
    private final ProofClient weak = ProofClient.of("RS256", 1024);
    private final List<ProofClient> clients =
            List.of(ProofClient.of("ES256", 256), rsa, rsa.as("PS256"), ProofClient.of("Ed25519", 0));
    /** Clients with algorithms and keys of other sizes. */
    private final List<ProofClient> others = List.of(
            ProofClient.of("EdDSA", 0),
            ProofClient.of("ES384", 384),
            ProofClient.of("ES512", 521),
            rsa.as("RS384"),
            rsa.as("RS512"),
            rsa.as("PS384"),
            rsa.as("PS512"),
            weak,
            weak.as("PS256"));

    private final List<Mutation> mutations = List.of(
            this::good,
            this::editedHeader,
            this::editedClaims,
            this::editedAddress,
            this::otherRequest,
            this::flippedCharacterBit,
            this::flippedDecodedBit,
            this::noisyText,
            this::movedParts,
            this::damagedJson,
            this::otherAlgorithm,
            this::signedByStranger,
            this::usedAgain);
    private final InstantSource clock = InstantSource.system();
    /** Spring Security remembers the identifiers of the whole process. */
    private final String run = UUID.randomUUID().toString();

    private int number;
    private SentProof latest = good(0, new SplittableRandom(0));
    private String latestClaims = "";

    private interface Mutation {
        SentProof of(int turn, RandomGenerator random);
    }

    /** The proof of a number: mutations, and the edits within them, take turns. */
    SentProof proof(int next, RandomGenerator random) {
        number = next;
        return mutations.get(next % mutations.size()).of(next / mutations.size(), random);
    }

    private long now() {
        return clock.millis() / 1000;
    }

    /** Proofs by Ed25519, which Spring Security never accepts, are few. */
    private ProofClient client(RandomGenerator random) {
        return clients.get(random.nextInt(10) == 0 ? 3 : random.nextInt(3));
    }

    private String claims() {
        return "{\"jti\":\"" + run + "-" + number + "\",\"htm\":\"GET\",\"htu\":\"" + SentProof.URI + "\",\"iat\":"
                + now() + ",\"ath\":\"" + hash(SentProof.TOKEN) + "\"}";
    }

    private static String hash(String token) {
        try {
            return Base64URL.encode(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private SentProof sent(ProofClient client) {
        return SentProof.of(client.sign(client.header(), claims()), client.thumbprint());
    }

    private SentProof good(int turn, RandomGenerator random) {
        ProofClient client = clients.get(turn % 3);
        latestClaims = claims();
        latest = SentProof.of(client.sign(client.header(), latestClaims), client.thumbprint());
        return latest;
    }

    /** The token is bound to the key that the edited header has, if it has one. */
    private SentProof editedHeader(int turn, RandomGenerator random) {
        String edit = ProofEdits.HEADER.get(turn % ProofEdits.HEADER.size());
        ProofClient client = client(random);
        for (int i = 0; i < 10 && ProofEdits.apply(edit, client.header(), 0).equals(client.header()); i++) {
            client = client(random);
        }
        String header = ProofEdits.apply(edit, client.header(), now());
        return SentProof.of(client.sign(header, claims()), thumbprint(header, client.thumbprint()));
    }

    private static String thumbprint(String header, String otherwise) {
        int from = header.indexOf("\"jwk\":{");
        try {
            return from < 0
                    ? otherwise
                    : JWK.parse(header.substring(from + 6, header.lastIndexOf('}')))
                            .computeThumbprint()
                            .toString();
        } catch (ParseException | JOSEException | RuntimeException e) {
            return otherwise;
        }
    }

    private SentProof editedClaims(int turn, RandomGenerator random) {
        ProofClient client = client(random);
        String edit = ProofEdits.CLAIMS.get(turn % ProofEdits.CLAIMS.size());
        return SentProof.of(client.sign(client.header(), ProofEdits.apply(edit, claims(), now())), client.thumbprint());
    }

    private SentProof editedAddress(int turn, RandomGenerator random) {
        ProofClient client = client(random);
        List<String> addresses = List.copyOf(turn % 2 == 0 ? ProofEdits.SAME_ADDRESS : ProofEdits.OTHER_ADDRESS);
        String address = addresses.get(turn / 2 % addresses.size()).replace("\\", "\\\\");
        return SentProof.of(
                client.sign(client.header(), claims().replace(SentProof.URI, address)), client.thumbprint());
    }

    private SentProof otherRequest(int turn, RandomGenerator random) {
        SentProof proof = sent(client(random));
        String method = List.of("POST", "get", "HEAD", "GET", "PUT").get(turn % 5);
        String uri = List.of(
                        SentProof.URI,
                        "https://api.example.com/v1/other",
                        "https://other.example/v1/forecast",
                        "http://api.example.com/v1/forecast")
                .get(turn % 4);
        return new SentProof(proof.text(), proof.thumbprint(), method, uri, IdUsage.NEW);
    }

    private SentProof withText(SentProof proof, String text) {
        return SentProof.of(text, proof.thumbprint());
    }

    private SentProof flippedCharacterBit(int turn, RandomGenerator random) {
        SentProof proof = sent(client(random));
        char[] text = proof.text().toCharArray();
        text[random.nextInt(text.length)] ^= (char) (1 << random.nextInt(7));
        return withText(proof, new String(text));
    }

    private SentProof flippedDecodedBit(int turn, RandomGenerator random) {
        SentProof proof = sent(client(random));
        String[] parts = proof.text().split("\\.", -1);
        int part = turn % 2 == 0 ? 2 : random.nextInt(3);
        byte[] bytes = new Base64URL(parts[part]).decode();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        parts[part] = Base64URL.encode(bytes).toString();
        return withText(proof, String.join(".", parts));
    }

    private SentProof noisyText(int turn, RandomGenerator random) {
        SentProof proof = sent(client(random));
        StringBuilder text = new StringBuilder(proof.text());
        char noise = NOISE.charAt(turn % NOISE.length());
        int at = List.of(0, text.length(), random.nextInt(text.length()), random.nextInt(text.length()))
                .get(random.nextInt(4));
        return withText(proof, text.insert(at, noise).toString());
    }

    private SentProof movedParts(int turn, RandomGenerator random) {
        SentProof proof = sent(client(random));
        String[] one = proof.text().split("\\.", -1);
        String[] other = sent(client(random)).text().split("\\.", -1);
        return withText(
                proof,
                switch (turn % 8) {
                    case 0 -> one[0] + "." + one[1] + "." + other[2];
                    case 1 -> other[0] + "." + one[1] + "." + one[2];
                    case 2 -> one[0] + "." + one[1] + ".";
                    case 3 -> one[0] + "." + one[1];
                    case 4 -> one[0] + ".." + one[2];
                    case 5 -> String.join(".", one) + "." + one[2];
                    case 6 -> String.join(".", one) + "," + String.join(".", other);
                    default -> "." + one[1] + "." + one[2];
                });
    }

    private SentProof damagedJson(int turn, RandomGenerator random) {
        ProofClient client = client(random);
        StringBuilder claims = new StringBuilder(claims());
        StringBuilder header = new StringBuilder(client.header());
        StringBuilder damaged = turn % 2 == 0 ? header : claims;
        int at = random.nextInt(damaged.length());
        char noise = JSON_NOISE.charAt(random.nextInt(JSON_NOISE.length()));
        switch (random.nextInt(3)) {
            case 0 -> damaged.deleteCharAt(at);
            case 1 -> damaged.insert(at, noise);
            default -> damaged.setCharAt(at, noise);
        }
        // ISO 8859-1 is not UTF-8 where a character is outside ASCII.
        var charset = random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = client.sign(
                header.toString().getBytes(charset), claims.toString().getBytes(charset));
        return SentProof.of(text, thumbprint(header.toString(), client.thumbprint()));
    }

    private SentProof otherAlgorithm(int turn, RandomGenerator random) {
        return sent(others.get(turn % others.size()));
    }

    /** The key of one client in the header, signed by another; and a proof whose key the token is not bound to. */
    private SentProof signedByStranger(int turn, RandomGenerator random) {
        ProofClient one = clients.get(turn % 3);
        ProofClient other = ProofClient.of("ES256", 256);
        return turn % 2 == 0
                ? SentProof.of(other.sign(one.header(), claims()), one.thumbprint())
                : SentProof.of(other.sign(other.header(), claims()), one.thumbprint());
    }

    /** A proof that was sent before; and another one with its claims, by another key. */
    private SentProof usedAgain(int turn, RandomGenerator random) {
        if (turn % 2 == 0) {
            return latest;
        }
        ProofClient another = ProofClient.of("ES256", 256);
        return new SentProof(
                another.sign(another.header(), latestClaims),
                another.thumbprint(),
                "GET",
                SentProof.URI,
                IdUsage.USED_BY_ANOTHER_KEY);
    }
}
