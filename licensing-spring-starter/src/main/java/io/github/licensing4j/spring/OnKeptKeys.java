package io.github.licensing4j.spring;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if signing keys are kept in the data directory: one is set, and the host configures no keys of its own. */
final class OnKeptKeys implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return StringUtils.hasText(environment.getProperty("licensing.store.data-dir"))
                && !StringUtils.hasText(environment.getProperty("licensing.keys.location"))
                && !StringUtils.hasText(environment.getProperty("licensing.keys.jwks-uri"))
                && !LicensingAutoConfiguration.generatesKeys(environment);
    }
}
