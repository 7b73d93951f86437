package io.github.licensing4j.spring;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if the host configures keys of its own: a file, or keys generated for this process. */
final class OnOwnKeys implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return StringUtils.hasText(environment.getProperty("licensing.keys.location"))
                || LicensingAutoConfiguration.generatesKeys(environment);
    }
}
