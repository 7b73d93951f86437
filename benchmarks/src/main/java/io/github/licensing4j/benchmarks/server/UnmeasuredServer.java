package io.github.licensing4j.benchmarks.server;

import io.github.licensing4j.spi.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/** The API with the starter over a store that keeps neither figures nor signals, so that calls are not measured for them. */
@UnsecuredServer
public class UnmeasuredServer {
    private static final Set<String> FIGURES = Set.of("insights", "signals");

    public static void main(String[] arguments) {
        System.setProperty("bucket4j.enabled", "false");
        SpringApplication.run(UnmeasuredServer.class, arguments);
    }

    @Bean
    static BeanPostProcessor storeWithoutFigures() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Store store ? withoutFigures(store) : bean;
            }
        };
    }

    private static Object withoutFigures(Store store) {
        return Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (FIGURES.contains(method.getName())) {
                        return Optional.empty();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
