package io.github.licensing4j.spring;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.servlet.LicensingFilter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The license context of the work on the current thread: one that the application has bound, such as for a message, or else that of
 * the request that Spring has bound to the thread.
 *
 * <p>Nothing is inherited by other threads, virtual ones included. Code that hands work on binds the context there.
 */
public final class LicenseContextHolder {
    private static final ThreadLocal<LicenseContext> BOUND = new ThreadLocal<>();
    private static final boolean IS_WEB = isPresent("org.springframework.web.context.request.RequestContextHolder")
            && isPresent("jakarta.servlet.http.HttpServletRequest");

    private LicenseContextHolder() {}

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, LicenseContextHolder.class.getClassLoader());
    }

    /**
     * Returns the context of the current thread; {@link LicenseContext#empty} if it has none, which refuses to check
     * requirements.
     */
    public static LicenseContext current() {
        LicenseContext bound = BOUND.get();
        if (bound != null) {
            return bound;
        }
        return IS_WEB ? Web.current() : LicenseContext.empty();
    }

    /** Runs a task with a context on this thread, and restores the context before it. */
    public static void run(LicenseContext context, Runnable task) {
        LicenseContext before = BOUND.get();
        BOUND.set(context);
        try {
            task.run();
        } finally {
            restore(before);
        }
    }

    /** Calls a task with a context on this thread, and restores the context before it. */
    public static <T> T call(LicenseContext context, Callable<T> task) throws Exception {
        LicenseContext before = BOUND.get();
        BOUND.set(context);
        try {
            return task.call();
        } finally {
            restore(before);
        }
    }

    private static void restore(@Nullable LicenseContext before) {
        if (before == null) {
            BOUND.remove();
        } else {
            BOUND.set(before);
        }
    }

    /** Links types that only web applications have. */
    private static final class Web {
        private Web() {}

        private static LicenseContext current() {
            return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                    ? LicensingFilter.context(attributes.getRequest())
                    : LicenseContext.empty();
        }
    }
}
