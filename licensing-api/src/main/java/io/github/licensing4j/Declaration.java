package io.github.licensing4j;

/** The declaration of an endpoint, by its annotations, before the catalog's rules are added. */
public sealed interface Declaration {

    /** The endpoint declares a requirement. */
    record Required(Requirement requirement) implements Declaration {}

    /**
     * The endpoint needs no license. A catalog rule for the same endpoint is enforced all the same.
     *
     * @param reason the reason, for the list of endpoints
     */
    record Exempt(String reason) implements Declaration {}

    /** The endpoint declares nothing, so the configured policy for unannotated endpoints applies. */
    record None() implements Declaration {
        static final None INSTANCE = new None();
    }

    /** Not an endpoint of the host, such as a static resource: only a catalog rule can require anything. */
    record Resource() implements Declaration {
        static final Resource INSTANCE = new Resource();
    }

    /** Returns the declaration of an endpoint without annotations. */
    static Declaration none() {
        return None.INSTANCE;
    }

    /** Returns the declaration of a static resource or the like. */
    static Declaration resource() {
        return Resource.INSTANCE;
    }
}
