package io.github.licensing4j.spring;

import io.swagger.v3.oas.models.Operation;
import java.util.HashSet;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;

/** Removes the parameters that the library resolves from API documents, those of groups too. */
final class HiddenArguments implements GlobalOperationCustomizer {
    private final LicenseArgumentResolver resolver = new LicenseArgumentResolver();
    private final DefaultParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (operation.getParameters() == null) {
            return operation;
        }
        Set<String> resolved = new HashSet<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            parameter.initParameterNameDiscovery(names);
            if (resolver.supportsParameter(parameter) && parameter.getParameterName() != null) {
                resolved.add(parameter.getParameterName());
            }
        }
        operation.getParameters().removeIf(parameter -> resolved.contains(parameter.getName()));
        if (operation.getParameters().isEmpty()) {
            operation.setParameters(null);
        }
        return operation;
    }
}
