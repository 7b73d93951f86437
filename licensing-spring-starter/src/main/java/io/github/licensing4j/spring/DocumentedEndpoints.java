package io.github.licensing4j.spring;

import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the endpoints behind an operation of an API document, and their requirements under the live catalog. Safe for use by
 * many threads.
 */
final class DocumentedEndpoints {
    private final EndpointRegistrar registrar;
    private final EndpointRegistry registry;
    private final LicensingInfo info;

    DocumentedEndpoints(EndpointRegistrar registrar, EndpointRegistry registry, LicensingInfo info) {
        this.registrar = registrar;
        this.registry = registry;
        this.info = info;
    }

    /**
     * The state that requirements follow from; an equal one leads to the same requirements.
     *
     * @param catalog the hash of the live catalog
     * @param inside the endpoints of the host, none before they are listed
     */
    record Version(String catalog, List<Endpoint> inside) {}

    Version version() {
        return new Version(info.catalog().hash(), registrar.inside());
    }

    /**
     * Returns the different requirements of the handlers of an operation, empty ones for handlers that need no license. Several
     * handlers may have the same method and path, and differ in parameters or media types.
     */
    List<Optional<Requirement>> requirements(String method, String path) {
        String wanted = plain(path);
        Stream<Optional<Requirement>> inside = registrar.inside().stream()
                .filter(endpoint -> matches(endpoint, method, wanted))
                .map(endpoint -> registry.requirement(
                        new Endpoint(method, endpoint.pattern(), endpoint.handler(), endpoint.declared())));
        Stream<Optional<Requirement>> outside = registrar.outside().stream()
                .filter(endpoint -> matches(endpoint, method, wanted))
                .map(endpoint -> Optional.empty());
        return Stream.concat(inside, outside)
                .map(found -> found.map(requirement -> requirement.at("")))
                .distinct()
                .toList();
    }

    private static boolean matches(Endpoint endpoint, String method, String path) {
        // Spring answers OPTIONS itself, without a license, unless a handler names that method.
        boolean served = endpoint.method().equals(method)
                || (endpoint.method().equals("*") && !method.equals("OPTIONS"))
                || (method.equals("HEAD") && endpoint.method().equals("GET"));
        return served && plain(endpoint.pattern()).equals(path);
    }

    /**
     * Reduces a pattern to what API documents keep of it: names of variables, without their regular expressions.
     */
    static String plain(String pattern) {
        var plain = new StringBuilder();
        int depth = 0;
        boolean named = false;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            depth += c == '{' ? 1 : 0;
            if (depth == 0 || (depth == 1 && !named && c != ':' && c != '*' && c != ' ')) {
                plain.append(c);
            }
            named = depth > 0 && (named || c == ':');
            if (c == '}' && --depth == 0 && named) {
                plain.append('}');
                named = false;
            }
        }
        return plain.toString();
    }
}
