package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.CatalogException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change when the engine does not start. */
final class LicensingFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
        if (cause instanceof MissingPropertyException missing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + missing.getMessage() + ".",
                    "Set " + missing.property() + " to " + missing.expected() + ".",
                    missing);
        }
        if (cause instanceof CatalogException catalog) {
            return new FailureAnalysis(
                    "The license catalog has mistakes:\n\n" + catalog.getMessage(),
                    "Correct the lines named above, or point licensing.catalog.location to another file.",
                    catalog);
        }
        if (cause instanceof UnknownNameException unknown) {
            return new FailureAnalysis(
                    unknown.getMessage(),
                    "Correct the name"
                            + unknown.nearest()
                                    .map(name -> " to '" + name + "'")
                                    .orElse("")
                            + ", or add the " + unknown.kind() + " '" + unknown.name() + "' to the license catalog.",
                    unknown);
        }
        if (cause instanceof LicensingException licensing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + licensing.getMessage(),
                    "Correct the licensing.* property or the file it points to.",
                    licensing);
        }
        return null;
    }
}
