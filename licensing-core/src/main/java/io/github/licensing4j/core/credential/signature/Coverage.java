package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.core.credential.TokenFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requires that a signature covers what it must: the method, the host, the path, the query, the field of the credential beside it, and the
 * configured components. {@code @target-uri} includes host, path and query, {@code @request-target} path and query.
 */
final class Coverage {
    private static final String TARGET_URI = "@target-uri";
    private static final String REQUEST_TARGET = "@request-target";
    private static final List<List<String>> ALWAYS = List.of(
            List.of("@method"),
            List.of("@authority", TARGET_URI),
            List.of("@path", TARGET_URI, REQUEST_TARGET),
            List.of("@query", TARGET_URI, REQUEST_TARGET));

    private final List<String> configured;

    Coverage(List<String> configured) {
        this.configured = List.copyOf(configured);
    }

    /** Requires that a signature covers what it must, except the content. */
    void require(Set<Component> covered, Call call) throws TokenFault {
        Set<String> names = covered.stream()
                .filter(Component::isWhole)
                .map(Component::name)
                .collect(Collectors.toCollection(HashSet::new));
        for (List<String> alternatives : ALWAYS) {
            if (alternatives.stream().noneMatch(names::contains)) {
                throw TokenFault.invalid("it does not cover " + alternatives.get(0));
            }
        }
        String credential = credentialField(call);
        if (credential != null && !names.contains(credential)) {
            throw TokenFault.invalid("it does not cover the field of the credential");
        }
        for (String name : configured) {
            if (!names.contains(name)) {
                throw TokenFault.invalid("it does not cover " + name);
            }
        }
    }

    static boolean hasContent(Set<Component> covered) {
        return covered.stream()
                .anyMatch(component -> component.isWhole() && component.name().equals(ContentDigest.COMPONENT));
    }

    /** Returns the names of the components that the signature of a call must cover, the preferred ones where there is a choice. */
    List<String> required(Call call) {
        List<String> names = new ArrayList<>();
        ALWAYS.forEach(alternatives -> names.add(alternatives.get(0)));
        String credential = credentialField(call);
        if (credential != null) {
            names.add(credential);
        }
        configured.stream().filter(name -> !names.contains(name)).forEach(names::add);
        if (mayHaveContent(call) && !names.contains(ContentDigest.COMPONENT)) {
            names.add(ContentDigest.COMPONENT);
        }
        return names;
    }

    private static boolean mayHaveContent(Call call) {
        List<String> length = call.evidence().header("Content-Length");
        return !call.evidence().header("Transfer-Encoding").isEmpty()
                || !call.evidence().header(ContentDigest.FIELD).isEmpty()
                || !(length.isEmpty() || length.equals(List.of("0")));
    }

    private static @Nullable String credentialField(Call call) {
        if (call.credentials().isEmpty()) {
            return null;
        }
        return switch (call.credentials().get(0).source()) {
            case BEARER, DPOP -> "authorization";
            case API_KEY -> "x-api-key";
            case LICENSE_TOKEN -> "license-token";
            case SIGNATURE -> null;
        };
    }
}
