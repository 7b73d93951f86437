package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.servlet.DeclarationReader;
import io.github.licensing4j.spring.UnenforcedException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.support.ToolUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * The license annotations of the methods of beans that are tools, by the name of the tool. Inspects the types of beans only and
 * creates none. Immutable.
 */
final class ToolDeclarations {
    private static final List<String> FRAMEWORKS =
            List.of("org.springframework.", "java.", "jakarta.", "jdk.", "sun.", "io.modelcontextprotocol.");

    private final Map<String, ToolMethod> byName;

    /**
     * The method of a tool.
     *
     * @param type the user's class
     */
    record ToolMethod(Method method, Class<?> type, Declaration declared) {

        /** Returns the method in readable form. */
        String handler() {
            return type.getSimpleName() + "#" + method.getName();
        }
    }

    private ToolDeclarations(Map<String, ToolMethod> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Reads the tools of a server.
     *
     * @param tools the names of the tools that the server has
     * @throws UnenforcedException if methods with different annotations have the name of one tool
     */
    static ToolDeclarations of(Collection<String> tools, ConfigurableListableBeanFactory beans) {
        Map<String, ToolMethod> byName = new HashMap<>();
        for (ToolMethod tool : methods(beans)) {
            String name = name(tool.method());
            if (name != null && tools.contains(name)) {
                ToolMethod other = byName.putIfAbsent(name, tool);
                if (other != null && !other.declared().equals(tool.declared())) {
                    throw new UnenforcedException(
                            "the MCP tool '" + name + "' has two methods with different license annotations: "
                                    + other.handler() + " and " + tool.handler(),
                            "Give each tool a name of its own, or both methods the same annotations.");
                }
            }
        }
        return new ToolDeclarations(byName);
    }

    /** Returns the declaration of a tool; none for one without a method of a bean. */
    Declaration of(String tool) {
        ToolMethod method = byName.get(tool);
        return method == null ? Declaration.none() : method.declared();
    }

    /** Returns the code behind a tool, in readable form. */
    String handler(String tool) {
        ToolMethod method = byName.get(tool);
        return method == null ? "MCP tool " + tool : method.handler();
    }

    /** Returns the classes and methods whose annotations were read. */
    Set<AnnotatedElement> annotated() {
        Set<AnnotatedElement> places = new HashSet<>();
        byName.values().forEach(tool -> places.addAll(DeclarationReader.places(tool.method(), tool.type())));
        return places;
    }

    private static List<ToolMethod> methods(ConfigurableListableBeanFactory beans) {
        List<ToolMethod> methods = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>();
        for (String bean : beans.getBeanDefinitionNames()) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
            Class<?> own = type == null ? null : ClassUtils.getUserClass(type);
            if (own != null && seen.add(own) && FRAMEWORKS.stream().noneMatch(own.getName()::startsWith)) {
                try {
                    MethodIntrospector.selectMethods(own, ToolDeclarations::name)
                            .keySet()
                            .forEach(method ->
                                    methods.add(new ToolMethod(method, own, DeclarationReader.of(method, own))));
                } catch (LinkageError absent) {
                    // A class with missing types cannot be a tool either.
                    seen.add(own);
                }
            }
        }
        return methods;
    }

    /** Returns the name of the tool that a method is, null if it is none. */
    private static @Nullable String name(Method method) {
        McpTool tool = AnnotatedElementUtils.findMergedAnnotation(method, McpTool.class);
        if (tool != null) {
            return tool.name().isEmpty() ? method.getName() : tool.name();
        }
        return AnnotatedElementUtils.hasAnnotation(method, Tool.class) ? ToolUtils.getToolName(method) : null;
    }
}
