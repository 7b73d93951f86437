package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.LicensingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of a claim in a token.
 *
 * @param members the names from the top of the claims on
 */
public record ClaimPath(List<String> members) {
    private static final int MOST_MEMBERS = 8;

    public ClaimPath {
        members = List.copyOf(members);
    }

    /**
     * Parses a place: a JSON Pointer (RFC 6901) such as {@code /realm_access/roles} if it begins with a slash, otherwise the exact
     * name of a top-level claim, such as {@code client_id} or {@code https://example.com/roles}.
     *
     * @throws LicensingException if it is blank, too deep, or no such pointer
     */
    public static ClaimPath parse(String text) {
        if (text.isBlank()) {
            throw new LicensingException("the place of a claim is blank: expected a name such as client_id");
        }
        if (!text.startsWith("/")) {
            return new ClaimPath(List.of(text));
        }
        List<String> members = new ArrayList<>();
        for (String member : text.substring(1).split("/", -1)) {
            members.add(unescaped(member, text));
        }
        if (members.size() > MOST_MEMBERS || members.contains("")) {
            throw invalid(text);
        }
        return new ClaimPath(members);
    }

    private static String unescaped(String member, String text) {
        if (member.replace("~0", "").replace("~1", "").contains("~")) {
            throw invalid(text);
        }
        return member.replace("~1", "/").replace("~0", "~");
    }

    private static LicensingException invalid(String text) {
        return new LicensingException("the place of a claim is '" + text
                + "': expected a name such as client_id, or a JSON Pointer (RFC 6901) such as /realm_access/roles");
    }

    /** Returns the value at this place, null if there is none. */
    @Nullable
    Object in(Map<String, @Nullable Object> claims) {
        Object value = claims;
        for (String member : members) {
            if (!(value instanceof Map<?, ?> object)) {
                return null;
            }
            value = object.get(member);
        }
        return value;
    }

    /** Returns the place in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        if (members.size() == 1 && !members.get(0).startsWith("/")) {
            return members.get(0);
        }
        StringBuilder text = new StringBuilder();
        members.forEach(
                member -> text.append('/').append(member.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}
