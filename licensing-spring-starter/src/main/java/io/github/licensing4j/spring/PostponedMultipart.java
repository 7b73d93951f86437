package io.github.licensing4j.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** Lets the handler parse multipart bodies, not before the caller is identified. */
final class PostponedMultipart implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof StandardServletMultipartResolver resolver) {
            resolver.setResolveLazily(true);
        }
        return bean;
    }
}
