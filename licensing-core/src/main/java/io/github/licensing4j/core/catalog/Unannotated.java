package io.github.licensing4j.core.catalog;

/** The policy for an endpoint that declares nothing and that no rule covers. */
public enum Unannotated {
    /** It needs a license, of any plan: the default. */
    REQUIRE_LICENSE,
    /** It must not exist: the start fails and names it. */
    DENY,
    /** It needs no license. */
    ALLOW
}
