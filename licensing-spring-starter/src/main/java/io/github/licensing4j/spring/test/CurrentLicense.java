package io.github.licensing4j.spring.test;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds the token of the test that runs on this thread. */
final class CurrentLicense {
    /** The header field that carries the token. */
    static final String FIELD = "License-Token";

    /** The header fields of credentials; a request that has one of them keeps it. */
    static final List<String> CREDENTIALS = List.of("Authorization", "X-API-Key", FIELD);

    // MockMvc and the test clients call on the test's own thread, and a test framework has no other way to reach a
    // request it does not build.
    private static final ThreadLocal<@Nullable String> TOKEN = new ThreadLocal<>();

    private CurrentLicense() {}

    static void use(String token) {
        TOKEN.set(token);
    }

    static void clear() {
        TOKEN.remove();
    }

    static Optional<String> token() {
        return Optional.ofNullable(TOKEN.get());
    }
}
