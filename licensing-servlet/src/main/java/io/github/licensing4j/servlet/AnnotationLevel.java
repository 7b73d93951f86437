package io.github.licensing4j.servlet;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The license annotations on one level, including meta-annotations. */
final class AnnotationLevel {
    private final String where;
    private final Set<RequiresFeature> features = new LinkedHashSet<>();
    private final Set<RequiresScope> scopes = new LinkedHashSet<>();
    private final Set<LicenseExempt> exemptions = new LinkedHashSet<>();
    private final Set<Metered> meters = new LinkedHashSet<>();

    private AnnotationLevel(String where) {
        this.where = where;
    }

    static AnnotationLevel of(List<AnnotatedElement> places) {
        var level = new AnnotationLevel(
                String.join(", ", places.stream().map(AnnotationLevel::name).toList()));
        places.forEach(place -> level.collect(place, new HashSet<>()));
        level.check();
        return level;
    }

    /** Returns whether an element has a license annotation. */
    static boolean isDeclared(AnnotatedElement place) {
        if (place.getDeclaredAnnotations().length == 0) {
            return false;
        }
        var level = new AnnotationLevel("");
        level.collect(place, new HashSet<>());
        return level.hasRequirements() || !level.exemptions.isEmpty();
    }

    private static String name(AnnotatedElement place) {
        return place instanceof Method method
                ? method.getDeclaringClass().getName() + "#" + method.getName()
                : ((Class<?>) place).getName();
    }

    private void collect(AnnotatedElement place, Set<Class<?>> seen) {
        for (Annotation annotation : place.getDeclaredAnnotations()) {
            if (annotation instanceof RequiresFeature feature) {
                features.add(feature);
            } else if (annotation instanceof RequiresScope scope) {
                scopes.add(scope);
            } else if (annotation instanceof LicenseExempt exempt) {
                exemptions.add(exempt);
            } else if (annotation instanceof Metered meter) {
                meters.add(meter);
            } else if (annotation instanceof Metered.List list) {
                meters.addAll(List.of(list.value()));
            } else if (!annotation.annotationType().getName().startsWith("java.")
                    && seen.add(annotation.annotationType())) {
                collect(annotation.annotationType(), seen);
            }
        }
    }

    private void check() {
        reject(features);
        reject(scopes);
        reject(exemptions);
        List<Metered> sorted = new ArrayList<>(meters);
        for (Metered one : sorted) {
            reject(sorted.stream()
                    .filter(other -> other.meter().equals(one.meter()))
                    .toList());
        }
        if (!exemptions.isEmpty() && hasRequirements()) {
            List<Annotation> all = new ArrayList<>(exemptions);
            all.addAll(features);
            all.addAll(scopes);
            all.addAll(meters);
            reject(all);
        }
    }

    private void reject(Collection<? extends Annotation> same) {
        if (same.size() > 1) {
            throw new LicensingException(where + ": these annotations compete, keep one: " + same);
        }
    }

    String where() {
        return where;
    }

    boolean hasRequirements() {
        return !features.isEmpty() || !scopes.isEmpty() || !meters.isEmpty();
    }

    Optional<LicenseExempt> exemption() {
        return exemptions.stream().findFirst();
    }

    Optional<RequiresFeature> feature() {
        return features.stream().findFirst();
    }

    Optional<RequiresScope> scope() {
        return scopes.stream().findFirst();
    }

    List<Metered> meters() {
        return List.copyOf(meters);
    }
}
