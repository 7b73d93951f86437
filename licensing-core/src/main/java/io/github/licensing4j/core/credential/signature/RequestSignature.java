package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.TokenFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * A signature of a request as it was received: a member of {@code Signature-Input} and the member of {@code Signature} with
 * the same label (RFC 9421 §4). Not verified yet.
 */
final class RequestSignature {
    static final String INPUT_FIELD = "Signature-Input";
    static final String SIGNATURE_FIELD = "Signature";

    private static final int MAX_SIGNATURES = 16;
    /** At most so many given ids are looked up for one request, because ids that are not registered are not cached. */
    private static final int MAX_GIVEN_IDS = 4;

    private static final int MAX_COMPONENTS = 64;

    private final String keyId;
    private final InnerList input;
    private final byte[] bytes;

    RequestSignature(String keyId, InnerList input, byte[] bytes) {
        this.keyId = keyId;
        this.input = input;
        this.bytes = bytes;
    }

    /**
     * Finds the signatures by keys of licenses; others are not read (§7.2.6). The choice is by {@code keyid} and {@code tag}, never
     * by label (§7.2.5).
     *
     * @param tag the tag that a signature must have, null for any or none
     * @param isRegistered whether a key is registered under an id that its owner has given to it
     * @throws TokenFault if the fields are malformed, or a chosen member has no signature
     */
    static List<RequestSignature> find(
            List<String> inputs, List<String> signatures, @Nullable String tag, Predicate<String> isRegistered)
            throws TokenFault {
        Map<String, InnerList> chosen = chosen(inputs, tag);
        keepRegistered(chosen, isRegistered);
        if (chosen.isEmpty()) {
            return List.of();
        }
        Map<String, ListElement<? extends Object>> values = StructuredFields.dictionary(SIGNATURE_FIELD, signatures);
        List<RequestSignature> found = new ArrayList<>(1);
        for (Map.Entry<String, InnerList> one : chosen.entrySet()) {
            found.add(new RequestSignature(
                    String.valueOf(keyId(one.getValue())), one.getValue(), bytes(values.get(one.getKey()))));
        }
        return found;
    }

    private static Map<String, InnerList> chosen(List<String> inputs, @Nullable String tag) throws TokenFault {
        Map<String, ListElement<? extends Object>> all = StructuredFields.dictionary(INPUT_FIELD, inputs);
        if (all.size() > MAX_SIGNATURES) {
            throw TokenFault.invalid("there are " + all.size() + " signatures, expected at most " + MAX_SIGNATURES);
        }
        Map<String, InnerList> chosen = new LinkedHashMap<>();
        all.forEach((label, member) -> {
            if (member instanceof InnerList input && keyId(input) != null && hasTag(input, tag)) {
                chosen.put(label, input);
            }
        });
        return chosen;
    }

    /** Removes the signatures with a given id under which no key is registered. A generated id is kept, registered or not. */
    private static void keepRegistered(Map<String, InnerList> chosen, Predicate<String> isRegistered) {
        Map<String, Boolean> given = new HashMap<>();
        chosen.values().removeIf(input -> {
            String id = String.valueOf(keyId(input));
            if (SignatureKeyId.isGenerated(id)) {
                return false;
            }
            boolean isKnown = given.containsKey(id) || given.size() < MAX_GIVEN_IDS;
            return !isKnown || !given.computeIfAbsent(id, isRegistered::test);
        });
    }

    /** Returns the {@code keyid} if it can be that of a key of a license, null if not. */
    private static @Nullable String keyId(InnerList input) {
        return input.getParams().get("keyid") instanceof StringItem id
                        && (SignatureKeyId.isGenerated(id.get()) || SignatureKeyId.isGiven(id.get()))
                ? id.get()
                : null;
    }

    private static boolean hasTag(InnerList input, @Nullable String tag) {
        return tag == null
                || (input.getParams().get("tag") instanceof StringItem found
                        && found.get().equals(tag));
    }

    static byte[] bytes(@Nullable ListElement<? extends Object> member) throws TokenFault {
        if (!(member instanceof ByteSequenceItem item)) {
            throw TokenFault.invalid("a member of Signature-Input has no signature of the same label (RFC 9421 §3.2)");
        }
        ByteBuffer buffer = item.get().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    String keyId() {
        return keyId;
    }

    byte[] bytes() {
        return bytes;
    }

    SignatureParameters parameters() throws TokenFault {
        return SignatureParameters.of(input.getParams());
    }

    /** Returns the covered components in their order, with the serialized identifier of each. None occurs twice (§2.5). */
    Map<Component, String> components() throws TokenFault {
        if (input.get().size() > MAX_COMPONENTS) {
            throw TokenFault.invalid("it covers more than " + MAX_COMPONENTS + " components");
        }
        Map<Component, String> components = new LinkedHashMap<>();
        for (Item<? extends Object> item : input.get()) {
            if (components.put(Component.of(item), item.serialize()) != null) {
                throw TokenFault.invalid("it covers a component twice");
            }
        }
        return components;
    }

    /** Returns the value of {@code @signature-params}: the covered components and all parameters, in their order (§2.3). */
    String serializedInput() {
        return input.serialize();
    }
}
