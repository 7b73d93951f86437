package io.github.licensing4j;

/** A call to an endpoint that requires no license. Nothing was checked or reserved. */
public record LicenseNotRequired() implements Decision {
    private static final LicenseNotRequired INSTANCE = new LicenseNotRequired();

    /** Returns the one instance that is needed. */
    public static LicenseNotRequired instance() {
        return INSTANCE;
    }
}
