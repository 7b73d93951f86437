package io.github.licensing4j.spring;

/** Selects whether API documents and their pages need a license. */
public enum Documentation {
    /**
     * They need none: everything that springdoc serves ({@code /v3/api-docs}, {@code /swagger-ui}, as configured there)
     * is open.
     */
    ALLOW,
    /** They are endpoints like all others, which rules of the catalog may cover. */
    REQUIRE_LICENSE
}
