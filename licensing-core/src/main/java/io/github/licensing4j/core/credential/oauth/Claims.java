package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.core.credential.StrictJson;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.spi.Confirmation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Claims of an access token, read with exact types. */
final class Claims {
    private static final int MAX_TEXT = 2048;
    private static final int MOST_DIGITS = 40;
    /** The last second of the year 9999. */
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private final Map<String, @Nullable Object> members;

    private Claims(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /** Reads an object in which no member occurs twice at any depth. */
    static Claims parse(byte[] json) throws TokenFault {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        StrictJson.readObject(json, "the claims", (name, value) -> members.put(name, value.any(name)));
        return new Claims(members);
    }

    static Claims of(Map<String, @Nullable Object> members) {
        return new Claims(members);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** Returns {@code active}, which every introspection response has (RFC 7662 §2.2). */
    boolean isActive() throws TokenFault {
        if (members.get("active") instanceof Boolean active) {
            return active;
        }
        throw TokenFault.invalid("the response has no 'active'");
    }

    @Nullable
    Object at(ClaimPath path) {
        return path.in(members);
    }

    /** Returns a text, null if it is absent. */
    @Nullable
    String text(String name) throws TokenFault {
        Object value = members.get(name);
        if (value == null && !members.containsKey(name)) {
            return null;
        }
        return text(name, value);
    }

    /** Returns a text that must be there. */
    String required(String name) throws TokenFault {
        String text = text(name);
        if (text == null) {
            throw TokenFault.invalid("the claims have no '" + name + "'");
        }
        return text;
    }

    static String text(String name, @Nullable Object value) throws TokenFault {
        if (!(value instanceof String text)
                || text.isEmpty()
                || text.length() > MAX_TEXT
                || text.chars().anyMatch(Character::isISOControl)) {
            throw TokenFault.invalid(
                    "the claims: '" + name + "' is no text, or is empty, too long or has control characters");
        }
        return text;
    }

    /** Returns the texts of a list, or the one text that stands for it (RFC 7519 §4.1.3); empty if the claim is absent. */
    List<String> texts(String name) throws TokenFault {
        return members.containsKey(name) ? texts(name, members.get(name)) : List.of();
    }

    static List<String> texts(String name, @Nullable Object value) throws TokenFault {
        if (!(value instanceof Collection<?> elements)) {
            return List.of(text(name, value));
        }
        List<String> texts = new ArrayList<>();
        for (Object element : elements) {
            texts.add(text(name, element));
        }
        return texts;
    }

    /** Returns a NumericDate (RFC 7519 §2) up to the year 9999; empty if it is absent. */
    Optional<Instant> time(String name) throws TokenFault {
        if (!members.containsKey(name)) {
            return Optional.empty();
        }
        BigDecimal seconds = number(members.get(name));
        if (seconds == null || isExtreme(seconds) || seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            throw TokenFault.invalid("the claims: '" + name + "' is no time, or out of range");
        }
        return Optional.of(Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
    }

    /** Returns whether arithmetic with a number could take long, or overflow: 1e-999999999 has few digits. */
    private static boolean isExtreme(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_DIGITS;
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        return value instanceof Double real && Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
    }

    /**
     * Returns the scopes: {@code scope}, a text with spaces between them (RFC 9068 §2.2.3); without it {@code scp}, as some
     * providers name it. Either may be a list.
     */
    Set<String> scopes() throws TokenFault {
        String name = members.containsKey("scope") ? "scope" : "scp";
        Object value = members.get(name);
        if (value == null || "".equals(value)) {
            return Set.of();
        }
        Set<String> scopes = new LinkedHashSet<>();
        for (String text : texts(name, value)) {
            for (String scope : text.split(" ", -1)) {
                if (!scope.isEmpty()) {
                    scopes.add(scope);
                }
            }
        }
        return scopes;
    }

    /** Returns the keys that the token is bound to (RFC 7800 §3.1); empty without {@code cnf}. */
    List<Confirmation> confirmations() throws TokenFault {
        if (!members.containsKey("cnf")) {
            return List.of();
        }
        // A binding that cannot be read must not be ignored.
        if (!(members.get("cnf") instanceof Map<?, ?> bound) || bound.isEmpty()) {
            throw TokenFault.invalid("the claims: 'cnf' is no object, or is empty");
        }
        List<Confirmation> confirmations = new ArrayList<>();
        for (Map.Entry<?, ?> member : bound.entrySet()) {
            confirmations.add(new Confirmation(String.valueOf(member.getKey()), text("cnf", member.getValue())));
        }
        return confirmations;
    }
}
