package io.github.licensing4j.spring;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Resolves {@link LicenseContext}, {@link License} and {@code Optional<License>} arguments of controllers. A bare
 * {@code License} without a license, at an exempt endpoint or in observe mode, is an error of the controller.
 */
final class LicenseArgumentResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
        return type == License.class || parameter.getParameterType() == LicenseContext.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
        LicenseContext context =
                servletRequest == null ? LicenseContext.empty() : LicensingFilter.context(servletRequest);
        if (parameter.getParameterType() == LicenseContext.class) {
            return context;
        }
        return parameter.getParameterType() == Optional.class
                ? context.license()
                : context.license()
                        .orElseThrow(() -> new IllegalStateException(
                                "there is no license here; use Optional<License> at " + parameter.getExecutable()));
    }
}
