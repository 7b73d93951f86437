package io.github.licensing4j.spring.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The decorators pass on every method of the SDK, so that none of a later version is left out unnoticed. */
class LicensedSessionTest {

    private static List<String> missing(Class<?> decorator, Class<?> decorated) {
        return Arrays.stream(decorated.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isOverridden(method, decorator))
                .map(Method::getName)
                .toList();
    }

    private static boolean isOverridden(Method method, Class<?> decorator) {
        try {
            return decorator
                            .getMethod(method.getName(), method.getParameterTypes())
                            .getDeclaringClass()
                    == decorator;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** The id is the same, and a notification without parameters calls the method with them. */
    @Test
    void sessionOverridesAllThatHasAnEffect() {
        assertThat(missing(LicensedSession.class, McpStreamableServerSession.class))
                .containsExactlyInAnyOrder("getId", "sendNotification");
    }

    @Test
    void transportsOverrideAll() {
        assertThat(missing(LicensedTransport.class, McpStreamableServerTransportProvider.class))
                .isEmpty();
        assertThat(missing(LicensedStatelessTransport.class, McpStatelessServerTransport.class))
                .isEmpty();
        assertThat(McpStatelessServerHandler.class.getMethods()).hasSize(2);
    }
}
