package io.github.licensing4j.spring;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.Requirement.Features;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Requires the features of a method of a bean for the licensed call of the thread, before the method runs. */
final class FeatureInterceptor implements MethodInterceptor {
    private final ServiceFeatures services;

    FeatureInterceptor(ServiceFeatures services) {
        this.services = services;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Class<?> type = target == null ? invocation.getMethod().getDeclaringClass() : target.getClass();
        LicenseContext context = LicenseContextHolder.current();
        for (Features group : services.of(invocation.getMethod(), type)) {
            context.require(group);
        }
        return invocation.proceed();
    }
}
