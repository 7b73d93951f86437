package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;

/** Thrown if a store needs a library that is missing. */
public final class MissingDependencyException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String dependency;

    /** @param dependency its group and artifact, {@code group:artifact} */
    public MissingDependencyException(String dependency, Throwable cause) {
        super("the license store needs " + dependency + ", which is not on the class path", cause);
        this.dependency = dependency;
    }

    /** Returns its group and artifact, {@code group:artifact}. */
    public String dependency() {
        return dependency;
    }
}
