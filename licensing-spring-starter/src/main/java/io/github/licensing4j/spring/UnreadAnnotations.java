package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.DeclarationReader;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds license annotations on beans that are not handlers, and not required features of services that are intercepted. Inspects the types of beans only and creates none;
 * annotations on other classes are not found.
 */
final class UnreadAnnotations {
    private static final List<String> FRAMEWORKS = List.of(
            "org.springframework.", "java.", "jakarta.", "jdk.", "com.sun.", "sun.", "org.apache.", "io.micrometer.");

    private final ConfigurableListableBeanFactory beans;
    private final Set<AnnotatedElement> read;
    private final Set<Class<?>> seen = new HashSet<>();
    private final Set<String> unread = new TreeSet<>();

    private UnreadAnnotations(ConfigurableListableBeanFactory beans, Set<AnnotatedElement> read) {
        this.beans = beans;
        this.read = new HashSet<>(read);
    }

    /**
     * Fails if an annotation is where nothing reads it.
     *
     * @param read classes and methods whose annotations are enforced
     * @param exempt classes, or class#method, that are exempt by name
     */
    static void check(
            ConfigurableListableBeanFactory beans,
            Set<AnnotatedElement> read,
            Set<Class<?>> others,
            List<String> exempt) {
        var annotations = new UnreadAnnotations(beans, read);
        for (Iterator<String> names = beans.getBeanNamesIterator(); names.hasNext(); ) {
            String name = names.next();
            Class<?> type = annotations.type(name);
            if (type != null && FeaturePostProcessor.intercepts(beans, name, type)) {
                annotations.read.addAll(ServiceFeatures.enforced(type));
            }
            annotations.inspect(type);
        }
        others.forEach(annotations::inspect);
        List<String> found = annotations.unread.stream()
                .filter(name -> !ExemptNames.contains(exempt, name))
                .toList();
        if (!found.isEmpty()) {
            throw new UnenforcedException(
                    "these license annotations are on no handler that is enforced: " + String.join(", ", found),
                    "Annotate the controller method, controller or servlet class that answers the request, write an endpoint"
                            + " rule in the license catalog (as for RouterFunctions), remove the annotation, or name the"
                            + " class or class#method in licensing.filter.unenforced. @RequiresFeature alone is enforced on"
                            + " methods of beans that a subclass can override.");
        }
    }

    private @Nullable Class<?> type(String name) {
        if (beans.containsBeanDefinition(name)
                && beans.getMergedBeanDefinition(name).getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE)
                        instanceof Class<?> target) {
            return target;
        }
        Class<?> type = beans.getType(name, false);
        Object proxy = type != null && Proxy.isProxyClass(type) ? beans.getSingleton(name) : null;
        return proxy == null ? type : AopUtils.getTargetClass(proxy);
    }

    private void inspect(@Nullable Class<?> type) {
        Class<?> own = type == null ? null : ClassUtils.getUserClass(type);
        if (own == null || !seen.add(own) || FRAMEWORKS.stream().anyMatch(own.getName()::startsWith)) {
            return;
        }
        try {
            unread.addAll(DeclarationReader.unread(own, read));
            for (Class<?> part : Proxy.isProxyClass(own) ? own.getInterfaces() : new Class<?>[0]) {
                inspect(part);
            }
        } catch (LinkageError absent) {
            // A class with missing types cannot be a handler either.
            seen.add(own);
        }
    }
}
