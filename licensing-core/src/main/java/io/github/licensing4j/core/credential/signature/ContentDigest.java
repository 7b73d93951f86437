package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.BodyTooLargeException;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.ListElement;

/**
 * Verifies the content of a request against its {@code Content-Digest} (RFC 9530 §2). Only {@code sha-256} and {@code sha-512}
 * are accepted (§5); other members are ignored beside one of these. {@code Repr-Digest} does not replace it.
 */
final class ContentDigest {
    static final String FIELD = "Content-Digest";
    /** The name of the field as a component. */
    static final String COMPONENT = "content-digest";

    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");
    private static final int MAX_MEMBERS = 16;
    private static final byte[] OF_NOTHING = Sha256.of(new byte[0]);

    private ContentDigest() {}

    /**
     * Requires that every accepted digest of the field is that of the content.
     *
     * @throws BodyTooLargeException if the content is too long
     */
    static void requireMatch(CallEvidence evidence) throws TokenFault {
        List<String> lines = evidence.header(FIELD);
        Map<String, ListElement<? extends Object>> members = StructuredFields.dictionary(FIELD, lines);
        if (members.size() > MAX_MEMBERS) {
            throw TokenFault.invalid("there are more than " + MAX_MEMBERS + " digests");
        }
        boolean isAccepted = false;
        for (Map.Entry<String, ListElement<? extends Object>> member : members.entrySet()) {
            String algorithm = ALGORITHMS.get(member.getKey());
            if (algorithm != null) {
                requireEqual(bytes(member.getValue()), evidence, algorithm);
                isAccepted = true;
            }
        }
        if (!isAccepted) {
            throw TokenFault.invalid("Content-Digest has neither sha-256 nor sha-512");
        }
    }

    /**
     * Requires that the content is empty, because nothing that is signed covers it.
     *
     * @throws BodyTooLargeException if the content is too long
     */
    static void requireNoContent(CallEvidence evidence) throws TokenFault {
        if (!MessageDigest.isEqual(content(evidence, "SHA-256"), OF_NOTHING)) {
            throw TokenFault.invalid("the request has content and the signature does not cover content-digest");
        }
    }

    private static void requireEqual(byte[] claimed, CallEvidence evidence, String algorithm) throws TokenFault {
        if (!MessageDigest.isEqual(content(evidence, algorithm), claimed)) {
            throw TokenFault.invalid("Content-Digest is not the digest of the content");
        }
    }

    private static byte[] content(CallEvidence evidence, String algorithm) throws TokenFault {
        return evidence.bodyDigest(algorithm)
                .orElseThrow(() -> TokenFault.invalid("the content of the request cannot be read, or was read before"));
    }

    private static byte[] bytes(ListElement<? extends Object> member) throws TokenFault {
        if (!(member instanceof ByteSequenceItem item)) {
            throw TokenFault.invalid("a digest is not a byte sequence");
        }
        ByteBuffer buffer = item.get().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
