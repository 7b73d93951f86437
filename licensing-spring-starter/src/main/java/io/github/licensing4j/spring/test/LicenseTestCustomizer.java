package io.github.licensing4j.spring.test;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Sets what a test's context needs; what the test sets itself goes before it.
 *
 * @param kind equal kinds share a cached context
 */
record LicenseTestCustomizer(Kind kind) implements ContextCustomizer {
    /** Not under {@code licensing}, whose properties are a closed list. */
    static final String PROPERTY = "licensing-test.own-keys";

    enum Kind {
        ENFORCED,
        OBSERVED
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("licensing.issuer", "https://test.example");
        defaults.put("licensing.audience", "test");
        if (kind == Kind.OBSERVED) {
            defaults.put("licensing.mode", "observe");
        }
        sources.addLast(new MapPropertySource("licensing-test-defaults", defaults));
        sources.addFirst(new MapPropertySource("licensing-test", Map.of(PROPERTY, "true")));
    }
}
