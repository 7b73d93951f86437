package io.github.licensing4j.core.credential;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of texts and of the claims of licenses, written down a second time as a check of the verifier. */
final class LicenseForm {
    private static final Set<String> SHORT_TEXTS = Set.of("iss", "sub", "aud", "jti", "lic", "kid", "plan");

    private LicenseForm() {}

    /** Whether a text is empty, too long, or has a control character or half a surrogate pair. */
    static boolean hasBadText(Map<?, ?> members) {
        return members.entrySet().stream()
                .anyMatch(member -> texts(member.getKey()).anyMatch(LicenseForm::hasHalfPair)
                        || texts(member.getValue()).anyMatch(LicenseForm::hasHalfPair)
                        || (SHORT_TEXTS.contains(member.getKey())
                                && texts(member.getValue()).anyMatch(LicenseForm::isBad)));
    }

    private static Stream<String> texts(Object value) {
        if (value instanceof Map<?, ?> map) {
            return Stream.concat(
                    map.keySet().stream().flatMap(LicenseForm::texts),
                    map.values().stream().flatMap(LicenseForm::texts));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().flatMap(LicenseForm::texts);
        }
        return value instanceof String text ? Stream.of(text) : Stream.empty();
    }

    private static boolean isBad(String text) {
        return text.isEmpty() || text.length() > 256 || text.chars().anyMatch(Character::isISOControl);
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    /** Whether each registered claim that is there has its type of RFC 7519; null is none. */
    static boolean hasTypesOfRegisteredClaims(Map<?, ?> claims) {
        return claims.entrySet().stream()
                .allMatch(claim -> hasTypeOfRegisteredClaim(String.valueOf(claim.getKey()), claim.getValue()));
    }

    private static boolean hasTypeOfRegisteredClaim(String name, @Nullable Object value) {
        return switch (name) {
            case "iss", "sub", "jti" -> value instanceof String;
            case "aud" ->
                value instanceof String
                        || (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
            case "iat", "nbf", "exp" -> value instanceof Number;
            default -> true;
        };
    }

    /** Whether each claim of a license that is there has its exact type and form. */
    static boolean isRight(Map<?, ?> claims) {
        return claims.entrySet().stream().allMatch(claim -> isRight(claim.getKey(), claim.getValue()));
    }

    private static boolean isRight(Object name, Object value) {
        return switch (String.valueOf(name)) {
            case "lic" -> value instanceof String text && !text.isBlank();
            case "plan" -> value instanceof String text && text.matches("[A-Za-z][A-Za-z0-9._-]{0,63}@[1-9][0-9]{0,8}");
            case "zone" -> value instanceof String text && isZone(text);
            case "anchor" -> value instanceof String text && isAnchor(text);
            case "scope" -> value instanceof String text && isScope(text);
            case "features" -> value instanceof List<?> list && list.stream().allMatch(LicenseForm::isText);
            case "limits" -> value instanceof Map<?, ?>;
            case "bind" -> value instanceof Map<?, ?> bind && isBinding(bind);
            case "status" -> value instanceof Map<?, ?> status && isStatus(status);
            default -> true;
        };
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !isBad(text);
    }

    private static boolean isZone(String text) {
        try {
            return ZoneId.of(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isAnchor(String text) {
        try {
            Instant anchor = Instant.parse(text);
            return !anchor.isBefore(Instant.parse("1900-01-01T00:00:00Z"))
                    && !anchor.isAfter(Instant.parse("9999-12-31T23:59:59Z"));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isScope(String text) {
        List<String> scopes = List.of(text.split(" ", -1));
        return !scopes.contains("") && Set.copyOf(scopes).size() == scopes.size();
    }

    private static boolean isBinding(Map<?, ?> bind) {
        return Set.of("ips", "devices", "users").containsAll(bind.keySet())
                && bind.values().stream()
                        .allMatch(names -> names instanceof List<?> list
                                && !list.isEmpty()
                                && list.stream().allMatch(LicenseForm::isText));
    }

    private static boolean isStatus(Map<?, ?> status) {
        Object list = status.get("status_list");
        return !status.containsKey("status_list")
                || (list instanceof Map<?, ?> reference
                        && isText(reference.get("uri"))
                        && reference.get("idx") instanceof Number index
                        && index.longValue() >= 0);
    }
}
