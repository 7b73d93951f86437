package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Tests rare ways to answer requests, on a real server: none serves an anonymous caller without a license. */
class UnusualDoorsTest {
    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=classpath:inventory.yaml",
                "spring.mvc.hiddenmethod.filter.enabled=true");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @RequiresFeature("report.write")
    @interface Paid {}

    interface Api<T> {
        @RequiresFeature("report.write")
        String find(T id);
    }

    @RestController
    static class Generic implements Api<String> {
        @Override
        @GetMapping("/generic/{id}")
        public String find(@PathVariable String id) {
            return "secret " + id;
        }
    }

    static class Base {
        @RequiresFeature("report.write")
        public String inherited() {
            return "secret";
        }
    }

    @RestController
    static class Derived extends Base {
        @Override
        @GetMapping("/inherited")
        public String inherited() {
            return "secret";
        }
    }

    @RestController
    static class Plain {
        @GetMapping("/meta")
        @Paid
        String meta() {
            return "secret";
        }

        @DeleteMapping("/hidden")
        @RequiresFeature("report.write")
        String hidden() {
            return "secret";
        }

        @GetMapping("/report")
        @RequiresFeature("report.write")
        String report() {
            return "secret";
        }

        @GetMapping("/failing")
        @LicenseExempt(reason = "fails")
        void failing(HttpServletResponse response) throws IOException {
            response.sendError(418);
        }

        @GetMapping("/gone")
        @LicenseExempt(reason = "fails")
        void gone(HttpServletResponse response) throws IOException {
            response.sendError(410);
        }

        @GetMapping("/{*rest}")
        @RequiresFeature("report.write")
        String rest(@PathVariable String rest) {
            return "secret " + rest;
        }
    }

    @Controller("/bean-name")
    static class BeanName implements HttpRequestHandler {
        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("secret");
        }
    }

    /** A mapping without interceptors. */
    static final class OwnMapping implements HandlerMapping, Ordered {
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
            HttpRequestHandler handler =
                    (call, response) -> response.getWriter().print("secret");
            return request.getRequestURI().equals("/own-mapping") ? new HandlerExecutionChain(handler) : null;
        }
    }

    @RequiresFeature("report.write")
    static final class Extension extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("secret");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class Child {
        @RestController
        static class Inner {
            @GetMapping("/inner")
            @RequiresFeature("report.write")
            String inner() {
                return "secret";
            }
        }
    }

    /** Answers as filters may. */
    static void answer(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case "/later/header" -> response.setHeader("X-Secret", "secret");
            case "/later/cookie" -> response.addCookie(new Cookie("c", "secret"));
            case "/later/redirect" -> response.sendRedirect("/secret");
            case "/later/created" -> {
                response.setStatus(201);
                response.setHeader("Location", "/secret");
            }
            case "/later/flush" -> {
                response.setHeader("X-Secret", "secret");
                response.flushBuffer();
            }
            case "/later/reset" -> {
                response.setStatus(404);
                response.getOutputStream().print("none");
                response.reset();
                response.setStatus(200);
                response.getOutputStream().print("secret");
            }
            case "/later/not-modified" -> {
                response.setStatus(304);
                response.setHeader("ETag", "\"secret\"");
            }
            case "/later/async" -> {
                AsyncContext cycle = request.startAsync();
                cycle.start(() -> {
                    try {
                        cycle.getResponse().getWriter().print("secret");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    } finally {
                        cycle.complete();
                    }
                });
            }
            case "/later/listener" -> {
                AsyncContext cycle = request.startAsync();
                ServletOutputStream out = response.getOutputStream();
                out.setWriteListener(new Writing(cycle, out));
            }
            case "/later/timeout" -> {
                AsyncContext cycle = request.startAsync();
                cycle.setTimeout(50);
                cycle.addListener(new OnTimeout(cycle));
            }
            default -> throw new IllegalArgumentException(path);
        }
    }

    record Writing(AsyncContext cycle, ServletOutputStream out) implements WriteListener {
        @Override
        public void onWritePossible() throws IOException {
            if (out.isReady()) {
                out.write("secret".getBytes(StandardCharsets.UTF_8));
                cycle.complete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            cycle.complete();
        }
    }

    record OnTimeout(AsyncContext cycle) implements jakarta.servlet.AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            cycle.getResponse().getWriter().print("secret");
            cycle.complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** Adds error pages by reflection, as their types have other packages in Boot 4. */
    static final class ErrorPages implements BeanPostProcessor {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            for (Method method : bean.getClass().getMethods()) {
                if (method.getName().equals("addErrorPages")) {
                    try {
                        Class<?> type = method.getParameterTypes()[0].getComponentType();
                        var constructor = type.getConstructor(HttpStatus.class, String.class);
                        Object pages = Array.newInstance(type, 2);
                        Array.set(pages, 0, constructor.newInstance(HttpStatus.I_AM_A_TEAPOT, "/report"));
                        Array.set(pages, 1, constructor.newInstance(HttpStatus.GONE, "/gone.paid"));
                        method.invoke(bean, pages);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            return bean;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Generic.class, Derived.class, Plain.class, BeanName.class})
    static class App {
        @Bean
        OwnMapping ownMapping() {
            return new OwnMapping();
        }

        @Bean
        static BeanPostProcessor errorPages() {
            return new ErrorPages();
        }

        @Bean
        ServletRegistrationBean<Extension> extension() {
            return new ServletRegistrationBean<>(new Extension(), "*.paid");
        }

        @Bean
        ServletRegistrationBean<DispatcherServlet> child() {
            var context = new AnnotationConfigWebApplicationContext();
            context.register(Child.class);
            var registration = new ServletRegistrationBean<>(new DispatcherServlet(context), "/child/*");
            registration.setName("child");
            return registration;
        }

        @Bean
        FilterRegistrationBean<Filter> later() {
            return new FilterRegistrationBean<>((request, response, chain) -> {
                String path = ((HttpServletRequest) request).getRequestURI();
                if (path.startsWith("/later/")) {
                    answer(path, (HttpServletRequest) request, (HttpServletResponse) response);
                } else {
                    chain.doFilter(request, response);
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/generic/1",
        "/inherited",
        "/meta",
        "/bean-name",
        "/own-mapping",
        "/child/inner",
        "/x.paid",
        "/a/b.paid",
        "/later/header",
        "/later/cookie",
        "/later/redirect",
        "/later/created",
        "/later/flush",
        "/later/not-modified",
        "/later/async",
        "/later/listener",
        "/later/timeout",
        "/failing",
        "/gone",
        "/anything/else",
        "//report",
        "/report;a=b",
        "/%72eport",
        "/files/paid.txt;a=b",
        "/x/..;/report"
    })
    @Tag("4.3.5")
    void refusesAnonymousCallers(String path) throws Exception {
        HttpResponse<String> answer = host.get(path);
        assertThat(answer.statusCode()).as(path + answer.headers()).isGreaterThanOrEqualTo(400);
        assertThat(answer.statusCode()).as(path + answer.body()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(answer.headers().map().values().toString()).doesNotContain("secret");
    }

    @Test
    @Tag("4.3.7")
    void leaksNoBodyAfterError() throws Exception {
        HttpResponse<String> answer = host.get("/later/reset");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/generic/1", "/inherited", "/meta", "/x.paid", "/report", "/child/inner"})
    @Tag("4.3.2")
    void readsAnnotationsWhereverTheyAreInherited(String path) throws Exception {
        assertThat(host.get(path, host.token("free@1")).statusCode()).isEqualTo(403);
        assertThat(host.get(path, host.token("pro@1")).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("4.3.5")
    void decidesForTheMethodThatIsRun() throws Exception {
        HttpResponse<String> answer = host.send(host.request("/hidden")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer " + host.token("free@1"))
                .POST(BodyPublishers.ofString("_method=delete")));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/own-mapping", "/later/header"})
    @Tag("4.3.7")
    void refusesUndecidedKnownCallers(String path) throws Exception {
        assertThat(host.get(path, host.token("pro@1")).statusCode()).isEqualTo(503);
    }
}
