package io.github.licensing4j.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Adds the check of required features to beans with annotated methods, in front of all other advice. */
final class FeaturePostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    /** The name of its bean. */
    static final String BEAN = "licensingServiceFeatures";

    private static final long serialVersionUID = 1L;

    /** @param exempt classes, or class#method, that are exempt by name */
    FeaturePostProcessor(List<String> exempt) {
        ServiceFeatures services = new ServiceFeatures(exempt);
        this.advisor = new DefaultPointcutAdvisor(new AnnotatedMethods(services), new FeatureInterceptor(services));
        setBeforeExistingAdvisors(true);
        setProxyTargetClass(true);
    }

    /** Returns whether the annotations of a bean are enforced: it is intercepted, or will be when it is created. */
    static boolean intercepts(ConfigurableListableBeanFactory beans, String name, @Nullable Class<?> type) {
        if (type == null || !beans.containsBean(BEAN)) {
            return false;
        }
        Object bean = beans.getSingleton(name);
        if (bean == null) {
            return !type.isInterface() && !Modifier.isFinal(type.getModifiers());
        }
        return bean instanceof Advised advised
                && Arrays.stream(advised.getAdvisors())
                        .anyMatch(advisor -> advisor.getAdvice() instanceof FeatureInterceptor);
    }

    private static final class AnnotatedMethods extends StaticMethodMatcherPointcut {
        private final ServiceFeatures services;

        private AnnotatedMethods(ServiceFeatures services) {
            this.services = services;
            setClassFilter(services::isService);
        }

        @Override
        public boolean matches(Method method, Class<?> type) {
            return !services.of(method, type).isEmpty();
        }
    }
}
