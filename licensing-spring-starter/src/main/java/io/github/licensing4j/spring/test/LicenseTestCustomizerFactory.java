package io.github.licensing4j.spring.test;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Prepares the context of every test. With {@link WithLicense} licenses are enforced; MVC slices without it only observe, so
 * that a slice test stays about its controller; any other test is as the application is configured, but for its stores.
 */
final class LicenseTestCustomizerFactory implements ContextCustomizerFactory {
    // Its name in either Boot generation; neither is linked.
    private static final List<String> SLICES = List.of(
            "org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest",
            "org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest");

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        boolean licensed = TestContextAnnotationUtils.hasAnnotation(testClass, WithLicense.class)
                || Arrays.stream(ReflectionUtils.getAllDeclaredMethods(testClass))
                        .anyMatch(method -> AnnotatedElementUtils.hasAnnotation(method, WithLicense.class));
        if (licensed) {
            return new LicenseTestCustomizer(LicenseTestCustomizer.Kind.ENFORCED);
        }
        return new LicenseTestCustomizer(
                isSlice(testClass) ? LicenseTestCustomizer.Kind.OBSERVED : LicenseTestCustomizer.Kind.CONFIGURED);
    }

    private static boolean isSlice(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            for (Annotation annotation : type.getAnnotations()) {
                if (SLICES.contains(annotation.annotationType().getName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
