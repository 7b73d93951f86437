package io.github.licensing4j.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Lets parts of a body be read by the handler that wants them, not before it is known who calls. */
final class PostponedMultipart implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof StandardServletMultipartResolver resolver) {
            resolver.setResolveLazily(true);
        }
        return bean;
    }
}
