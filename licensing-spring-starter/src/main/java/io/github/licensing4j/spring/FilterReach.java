package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** Determines which endpoints the filter covers, by its registration and its patterns. */
final class FilterReach {
    private static final String CHANGE =
            "Change licensing.filter.include, licensing.filter.exclude or the registration of the filter so that these endpoints"
                    + " are inside, annotate them with @LicenseExempt, or name them in licensing.filter.unenforced.";

    private final @Nullable FilterRegistrationBean<LicensingFilter> registration;
    private final List<String> include;

    /** @param registration null if the host registers the filter in another way, which cannot be inspected */
    FilterReach(@Nullable FilterRegistrationBean<LicensingFilter> registration, List<String> include) {
        this.registration = registration;
        this.include = include;
    }

    /** Returns whether every path of an endpoint is inside. */
    boolean coversAll(String pattern) {
        FilterRegistrationBean<LicensingFilter> known = registration;
        if (known == null) {
            return true;
        }
        return known.isEnabled()
                && known.determineDispatcherTypes().contains(DispatcherType.REQUEST)
                && isMapped(known, pattern)
                && known.getFilter() != null
                && known.getFilter().coversAll(pattern);
    }

    /** Returns whether no path of an endpoint is inside; an endpoint that is partly inside needs a license there. */
    boolean coversNone(String pattern) {
        FilterRegistrationBean<LicensingFilter> known = registration;
        return known != null
                && (!known.isEnabled()
                        || known.getFilter() == null
                        || known.getFilter().coversNone(pattern)
                        || !isMapped(known, pattern));
    }

    private static boolean isMapped(FilterRegistrationBean<LicensingFilter> known, String pattern) {
        boolean everywhere = known.getUrlPatterns().isEmpty()
                && known.getServletNames().isEmpty()
                && known.getServletRegistrationBeans().isEmpty();
        return everywhere || known.getUrlPatterns().stream().anyMatch(mapping -> isWithin(pattern, mapping));
    }

    private static boolean isWithin(String pattern, String mapping) {
        if (!mapping.endsWith("/*")) {
            return pattern.equals(mapping);
        }
        String prefix = mapping.substring(0, mapping.length() - 2);
        return pattern.equals(prefix) || pattern.startsWith(prefix + "/");
    }

    /** Fails if an annotated endpoint is outside, or an include pattern leads to no endpoint. */
    void check(EndpointInventory inventory, List<String> exempt) {
        List<String> open = new ArrayList<>();
        for (Endpoint endpoint : inventory.endpoints()) {
            if (endpoint.declared() instanceof Declaration.Required
                    && !ExemptNames.contains(exempt, endpoint.handler())
                    && !inventory.isCarried(endpoint)
                    && !coversAll(inventory.filteredPattern(endpoint))) {
                open.add(endpoint.method() + " " + endpoint.pattern() + " (" + endpoint.handler() + ")");
            }
        }
        if (!open.isEmpty()) {
            throw new UnenforcedException(
                    "these annotated endpoints are outside of the licensing filter and would be open: "
                            + String.join(", ", open),
                    CHANGE);
        }
        if (!include.isEmpty()
                && !inventory.endpoints().isEmpty()
                && inventory.endpoints().stream()
                        .noneMatch(endpoint -> coversAll(inventory.filteredPattern(endpoint)))) {
            throw new UnenforcedException(
                    "no endpoint is inside licensing.filter.include " + include + ", so nothing would be enforced",
                    CHANGE);
        }
    }

    /** Fails if a rule covers endpoints that are all outside. */
    void checkRules(EndpointReport all, EndpointReport covered) {
        List<String> lost = new ArrayList<>(covered.warnings());
        lost.removeAll(all.warnings());
        List<String> rules =
                lost.stream().filter(warning -> warning.startsWith("the rule ")).toList();
        if (!rules.isEmpty()) {
            throw new UnenforcedException(
                    String.join("; ", rules) + " inside the licensing filter: the endpoints it covers are outside of"
                            + " licensing.filter.include and exclude",
                    "Change licensing.filter.include or licensing.filter.exclude so that the rule has an effect, or remove the"
                            + " rule from the license catalog.");
        }
    }
}
