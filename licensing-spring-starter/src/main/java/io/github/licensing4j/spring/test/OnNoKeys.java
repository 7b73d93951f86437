package io.github.licensing4j.spring.test;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if a test sets no keys of its own, neither a file nor a data directory in which they are created. */
final class OnNoKeys implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return !StringUtils.hasText(environment.getProperty("licensing.keys.location"))
                && !StringUtils.hasText(environment.getProperty("licensing.store.data-dir"));
    }
}
