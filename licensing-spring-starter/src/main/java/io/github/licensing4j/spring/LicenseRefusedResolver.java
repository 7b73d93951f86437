package io.github.licensing4j.spring;

import io.github.licensing4j.LicenseRefusedException;
import io.github.licensing4j.servlet.LicensingFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers a feature that service code has required with the problem document of the refusal, before handlers of the host. */
final class LicenseRefusedResolver implements HandlerExceptionResolver, Ordered {
    private final LicensingFilter filter;

    LicenseRefusedResolver(LicensingFilter filter) {
        this.filter = filter;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!(unwrapped(thrown) instanceof LicenseRefusedException refused)) {
            return null;
        }
        try {
            filter.refuse(refused, request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof InvocationTargetException
                        || cause instanceof UndeclaredThrowableException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
