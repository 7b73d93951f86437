package io.github.licensing4j.spring.test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestTemplate;

/** Adds the token of the running test to requests of TestRestTemplate and RestTestClient, unless they carry a credential. */
final class LicensedClients implements BeanPostProcessor, ClientHttpRequestInterceptor {
    // Linked by name: the first has moved between generations, the second exists from Spring 7.
    private static final List<String> TEMPLATES = List.of(
            "org.springframework.boot.test.web.client.TestRestTemplate",
            "org.springframework.boot.resttestclient.TestRestTemplate");
    private static final String CLIENT = "org.springframework.test.web.servlet.client.RestTestClient";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (TEMPLATES.contains(bean.getClass().getName())) {
            RestTemplate template = (RestTemplate) call(bean.getClass(), "getRestTemplate", bean);
            template.getInterceptors().add(this);
            return bean;
        }
        return clientType(bean.getClass())
                .<Object>map(type -> withInterceptor(type, bean))
                .orElse(bean);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        boolean bare = CurrentLicense.CREDENTIALS.stream()
                .allMatch(field -> request.getHeaders().getFirst(field) == null);
        if (bare) {
            CurrentLicense.token().ifPresent(token -> request.getHeaders().set(CurrentLicense.FIELD, token));
        }
        return execution.execute(request, body);
    }

    private static Optional<Class<?>> clientType(Class<?> type) {
        return Arrays.<Class<?>>stream(type.getInterfaces())
                .filter(implemented -> implemented.getName().equals(CLIENT))
                .findFirst();
    }

    private Object withInterceptor(Class<?> type, Object client) {
        Object builder = call(type, "mutate", client);
        Class<?> builderType = method(type, "mutate").getReturnType();
        Consumer<List<ClientHttpRequestInterceptor>> add = interceptors -> interceptors.add(this);
        ReflectionUtils.invokeMethod(method(builderType, "requestInterceptors", Consumer.class), builder, add);
        return call(builderType, "build", builder);
    }

    private static Object call(Class<?> type, String name, Object target) {
        Object result = ReflectionUtils.invokeMethod(method(type, name), target);
        if (result == null) {
            throw new IllegalStateException(type.getName() + "#" + name + " returned nothing");
        }
        return result;
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        Method method = ReflectionUtils.findMethod(type, name, parameters);
        if (method == null) {
            throw new IllegalStateException(type.getName() + " has no method " + name);
        }
        ReflectionUtils.makeAccessible(method);
        return method;
    }
}
