package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.store.jdbc.MissingDependencyException;
import io.github.licensing4j.core.usage.journal.JournalException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.Order;

/** Says what to change when the engine does not start. Asked before Spring Boot's own, to which a blank property is unknown. */
@Order(0)
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
            if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                return blank(List.copyOf(unbound.getUnboundProperties()), unbound);
            }
            if (cause instanceof BindException bind && bind.getProperty() != null) {
                return blank(List.of(bind.getProperty()), bind);
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

    /** Properties that are there without a value; those that are unknown or malformed are left to Spring Boot. */
    private static @Nullable FailureAnalysis blank(List<ConfigurationProperty> unbound, Throwable cause) {
        List<ConfigurationProperty> blank = unbound.stream()
                .filter(property -> property.getName().toString().startsWith("licensing.")
                        && String.valueOf(property.getValue()).isBlank())
                .toList();
        if (blank.isEmpty()) {
            return null;
        }
        return new FailureAnalysis(
                blank.stream()
                        .map(property -> property.getName() + " is '" + property.getValue() + "', expected "
                                + PropertyForm.of(property.getName()) + " (" + property.getOrigin() + ")")
                        .collect(Collectors.joining("\n", "Licensing cannot start:\n", "")),
                "Give each property named above a value, or remove it to have its default.",
                cause);
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
        if (failure instanceof UnenforcedException unenforced) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + unenforced.getMessage() + ".", unenforced.action(), unenforced);
        }
        if (failure instanceof MissingDependencyException missing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + missing.getMessage() + ".",
                    "Add the dependency " + missing.dependency() + ", or choose another licensing.store.type.",
                    missing);
        }
        if (failure instanceof JournalException journal) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + journal.getMessage() + ".",
                    "Stop the process that uses the directory, or set licensing.usage.journal-dir to a directory of this"
                            + " process alone, in which it may write.",
                    journal);
        }
        return new FailureAnalysis(
                "Licensing cannot start: " + failure.getMessage(),
                "Correct the licensing.* property or the file it points to.",
                failure);
    }
}
