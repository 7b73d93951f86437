package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.util.List;

/** Fails the start for a property that needs libraries which are not on the class path. */
final class MissingLibraryException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final List<String> dependencies;

    /** @param dependencies group and artifact of each missing library, {@code group:artifact} */
    MissingLibraryException(String property, List<String> dependencies) {
        super(property + " needs " + String.join(" and ", dependencies) + ", not on the class path");
        this.property = property;
        this.dependencies = List.copyOf(dependencies);
    }

    String action() {
        return "Add the " + (dependencies.size() == 1 ? "dependency " : "dependencies ")
                + String.join(" and ", dependencies) + ", or remove " + property + ".";
    }
}
