package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.store.jdbc.MissingDependencyException;
import io.github.licensing4j.core.usage.journal.JournalException;
import io.github.licensing4j.spring.MissingPropertyException.Missing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.Order;

/**
 * Explains what to change when the engine does not start. It runs before Spring Boot's own analyzers, which do not
 * handle a blank property.
 */
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
                return unbound(List.copyOf(unbound.getUnboundProperties()), unbound);
            }
            if (cause instanceof BindException bind && bind.getProperty() != null) {
                FailureAnalysis blank = unbound(List.of(bind.getProperty()), bind);
                if (blank != null) {
                    return blank;
                }
            }
        }
        return null;
    }

    private static FailureAnalysis missing(MissingPropertyException failure) {
        List<Missing> missing = failure.missing();
        if (missing.size() == 1) {
            Missing one = missing.get(0);
            return new FailureAnalysis(
                    "Licensing cannot start: " + one.problem() + ".",
                    "Set " + one.property() + " to " + one.expected() + ".",
                    failure);
        }
        return new FailureAnalysis(
                lines("Licensing cannot start:\n", missing.stream().map(Missing::problem)),
                lines("Set all of these:\n", missing.stream().map(one -> one.property() + ": " + one.expected())),
                failure);
    }

    private static String lines(String first, Stream<String> lines) {
        return lines.map(line -> "    " + line).collect(Collectors.joining("\n", first + "\n", ""));
    }

    /** Analyzes blank and unknown properties; malformed values are left to Spring Boot. */
    private static @Nullable FailureAnalysis unbound(List<ConfigurationProperty> properties, Throwable cause) {
        List<ConfigurationProperty> own = properties.stream()
                .filter(property -> property.getName().toString().startsWith("licensing."))
                .toList();
        List<ConfigurationProperty> blank = own.stream()
                .filter(property -> String.valueOf(property.getValue()).isBlank())
                .toList();
        if (!blank.isEmpty()) {
            return blank(blank, cause);
        }
        return own.isEmpty() || !(cause instanceof UnboundConfigurationPropertiesException)
                ? null
                : unknown(own, cause);
    }

    private static FailureAnalysis unknown(List<ConfigurationProperty> unknown, Throwable cause) {
        KnownProperties known = new KnownProperties();
        return new FailureAnalysis(
                lines(
                        "Licensing cannot start:\n",
                        unknown.stream()
                                .map(property -> property.getName() + " is unknown"
                                        + known.nearest(property.getName().toString())
                                                .map(nearest -> ", the nearest property is " + nearest)
                                                .orElse("")
                                        + " (" + property.getOrigin() + ")")),
                "Correct the name of each property named above, or remove it.",
                cause);
    }

    private static FailureAnalysis blank(List<ConfigurationProperty> blank, Throwable cause) {
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
            return unknownName(unknown);
        }
        if (failure instanceof UnenforcedException unenforced) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + unenforced.getMessage() + ".", unenforced.action(), unenforced);
        }
        return environment(failure);
    }

    /** Analyzes failures whose cause is outside of the configuration. */
    private static FailureAnalysis environment(LicensingException failure) {
        if (failure instanceof MissingLibraryException missing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + missing.getMessage() + ".", missing.action(), missing);
        }
        if (failure instanceof MissingDependencyException missing) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + missing.getMessage() + ".",
                    "Add the dependency " + missing.dependency() + ", or choose another licensing.store.type.",
                    missing);
        }
        if (failure instanceof DatabaseUnreachableException database) {
            return new FailureAnalysis(
                    "Licensing cannot start: " + database.getMessage(),
                    "Correct " + database.property() + ", or start the database.",
                    database);
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

    private static FailureAnalysis unknownName(UnknownNameException unknown) {
        return new FailureAnalysis(
                unknown.getMessage(),
                "Correct the name"
                        + unknown.nearest().map(name -> " to '" + name + "'").orElse("")
                        + ", or add the " + unknown.kind() + " '" + unknown.name() + "' to the license catalog.",
                unknown);
    }
}
