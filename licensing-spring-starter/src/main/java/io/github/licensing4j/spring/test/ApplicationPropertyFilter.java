package io.github.licensing4j.spring.test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Removes the application's settings of stores, exports and keys from a test's environment, so that a test never writes
 * into the application's own stores. The test's own settings stay.
 */
final class ApplicationPropertyFilter {
    /** The prefixes of removed properties, without separators. */
    private static final List<String> REMOVED = List.of(
            "licensingstore",
            "licensingusage",
            "licensingexport",
            "licensingwebhooks",
            "licensingkeys",
            "licensingredis",
            "licensingbilling");

    private ApplicationPropertyFilter() {}

    static void remove(MutablePropertySources sources, TestSources own) {
        for (PropertySource<?> source : sources.stream().toList()) {
            if (source instanceof EnumerablePropertySource<?> enumerable
                    && !(source instanceof Filtered)
                    && !own.owns(source)
                    && hasRemoved(enumerable)) {
                sources.replace(source.getName(), filtered(enumerable));
            }
        }
    }

    private static boolean hasRemoved(EnumerablePropertySource<?> source) {
        for (String name : source.getPropertyNames()) {
            if (isRemoved(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRemoved(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
        return REMOVED.stream().anyMatch(plain::startsWith);
    }

    private static PropertySource<?> filtered(EnumerablePropertySource<?> source) {
        if (!(source instanceof SystemEnvironmentPropertySource environment)) {
            return new Filtered(source);
        }
        // Spring Boot reads LICENSING_ISSUER as licensing.issuer from a source of this type alone.
        Map<String, Object> kept = new HashMap<>(environment.getSource());
        kept.keySet().removeIf(ApplicationPropertyFilter::isRemoved);
        return new SystemEnvironmentPropertySource(source.getName(), kept);
    }

    /** A source without the removed properties. */
    private static final class Filtered extends EnumerablePropertySource<EnumerablePropertySource<?>>
            implements OriginLookup<String> {

        Filtered(EnumerablePropertySource<?> source) {
            super(source.getName(), source);
        }

        @Override
        public String[] getPropertyNames() {
            return Arrays.stream(source.getPropertyNames())
                    .filter(name -> !isRemoved(name))
                    .toArray(String[]::new);
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return isRemoved(name) ? null : source.getProperty(name);
        }

        @Override
        public @Nullable Origin getOrigin(String name) {
            return OriginLookup.getOrigin(source, name);
        }
    }
}
