package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.store.jdbc.MissingDependencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what to change when the engine does not start. */
final class LicensingFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingPropertyException missing) {
                return missing(missing);
            }
            if (cause instanceof LicensingException licensing) {
                return licensing(licensing);
            }
        }
        return null;
    }

    private static FailureAnalysis missing(MissingPropertyException missing) {
        return new FailureAnalysis(
                "Licensing cannot start: " + missing.getMessage() + ".",
                "Set " + missing.property() + " to " + missing.expected() + ".",
                missing);
    }

    private static FailureAnalysis licensing(LicensingException failure) {
        if (failure instanceof CatalogException catalog) {
            return new FailureAnalysis(
                    "The license catalog has mistakes:\n\n" + catalog.getMessage(),
                    "Correct the lines named above, or point licensing.catalog.location to another file.",
                    catalog);
        }
        if (failure instanceof UnknownNameException unknown) {
            return new FailureAnalysis(
                    unknown.getMessage(),
                    "Correct the name"
                            + unknown.nearest()
                                    .map(name -> " to '" + name + "'")
                                    .orElse("")
                            + ", or add the " + unknown.kind() + " '" + unknown.name() + "' to the license catalog.",
                    unknown);
        }
        if (failure instanceof MissingDependencyException missing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + missing.getMessage() + ".",
                    "Add the dependency " + missing.dependency() + ", or choose another licensing.store.type.",
                    missing);
        }
        return new FailureAnalysis(
                "Licensing cannot start: " + failure.getMessage(),
                "Correct the licensing.* property or the file it points to.",
                failure);
    }
}
