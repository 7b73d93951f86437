package io.github.licensing4j.spring.test;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Separates a test's context from the application's stores, and sets its properties; the test's own settings take
 * precedence.
 *
 * @param kind equal kinds share a cached context
 */
record LicenseTestCustomizer(Kind kind) implements ContextCustomizer {
    /** The property that marks such a context; not under {@code licensing}, whose properties are a closed list. */
    static final String PROPERTY = "licensing-test.active";

    enum Kind {
        /** With {@link WithLicense}: calls are made under a license. */
        ENFORCED,
        /** An MVC slice without it: calls are only observed. */
        OBSERVED,
        /** Any other test: as the application is configured. */
        CONFIGURED
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        ApplicationPropertyFilter.remove(sources, new TestSources(configuration, context));
        Map<String, Object> defaults = new HashMap<>();
        if (kind != Kind.CONFIGURED) {
            defaults.put("licensing.issuer", "https://test.example");
            defaults.put("licensing.audience", "test");
        }
        if (kind == Kind.OBSERVED) {
            defaults.put("licensing.mode", "observe");
        }
        if (!defaults.isEmpty()) {
            sources.addLast(new MapPropertySource("licensing-test-defaults", defaults));
        }
        sources.addFirst(new MapPropertySource("licensing-test", Map.of(PROPERTY, "true")));
    }
}
