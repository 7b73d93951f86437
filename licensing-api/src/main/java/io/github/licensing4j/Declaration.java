package io.github.licensing4j;

/** What an endpoint says about itself, by its annotations, before the catalog's rules are added. */
public sealed interface Declaration {

    /** It asks for something. */
    record Required(Requirement requirement) implements Declaration {}

    /**
     * It needs no license. A catalog rule for the same endpoint is enforced all the same.
     *
     * @param reason why, for the list of endpoints
     */
    record Exempt(String reason) implements Declaration {}

    /** It says nothing, so the configured policy for unannotated endpoints holds. */
    record None() implements Declaration {
        static final None INSTANCE = new None();
    }

    /** It is no endpoint of the host's own, such as a static resource: only a catalog rule can ask anything. */
    record Resource() implements Declaration {
        static final Resource INSTANCE = new Resource();
    }

    /** An endpoint without annotations. */
    static Declaration none() {
        return None.INSTANCE;
    }

    /** A static resource or the like. */
    static Declaration resource() {
        return Resource.INSTANCE;
    }
}
