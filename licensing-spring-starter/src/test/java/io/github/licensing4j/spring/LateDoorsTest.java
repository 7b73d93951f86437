package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;

/** Tests endpoints that are added late, or outside Spring MVC: each is enforced, or fails the start. */
@Tag("4.3.9")
class LateDoorsTest {
    private static Host host;

    /** Answers, but is not registered at the start. */
    @RequiresFeature("report.write")
    static final class Handler implements HttpRequestHandler {
        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("secret");
        }
    }

    @Component("/handler")
    @RequiresFeature("report.write")
    static class NamedHandler implements HttpRequestHandler {
        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("secret");
        }
    }

    /** Hands the context out. */
    record Late(ApplicationContext context) {}

    @ServerEndpoint("/initialized")
    public static class Initialized {
        @OnOpen
        public void open(Session session) throws IOException {
            session.getBasicRemote().sendText("secret");
        }
    }

    @ServerEndpoint("/exported")
    public static class Exported {
        @OnOpen
        public void open(Session session) throws IOException {
            session.getBasicRemote().sendText("secret");
        }
    }

    @ServerEndpoint("/paid")
    @RequiresFeature("report.write")
    public static class Paid {}

    @RestController
    static class Forms {
        @DeleteMapping("/form")
        @RequiresFeature("report.write")
        String delete() {
            return "secret";
        }

        @PostMapping("/upload")
        @RequiresFeature("report.write")
        String upload(@Nullable MultipartFile file) {
            return "secret";
        }

        @DeleteMapping("/upload")
        @RequiresFeature("report.write")
        String removed() {
            return "secret";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({NamedHandler.class, Forms.class, Late.class})
    static class App {
        @Bean
        ServletContextInitializer endpoints() {
            return servlets -> servlets.addListener(new jakarta.servlet.ServletContextListener() {
                @Override
                public void contextInitialized(jakarta.servlet.ServletContextEvent event) {
                    try {
                        ((ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName()))
                                .addEndpoint(Initialized.class);
                    } catch (DeploymentException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
        }

        @Bean
        ServerEndpointExporter exporter() {
            var exporter = new ServerEndpointExporter();
            exporter.setAnnotatedEndpointClasses(Exported.class);
            return exporter;
        }

        @Bean
        RouterFunction<ServerResponse> nested() {
            return RouterFunctions.nest(
                    path("/nested"),
                    RouterFunctions.nest(
                            path("/{id}"),
                            RouterFunctions.route(
                                    GET("/deep"), request -> ServerResponse.ok().body("secret"))));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AppWithPaidEndpoint {
        @Bean
        Paid paid() {
            return new Paid();
        }

        @Bean
        ServerEndpointExporter exporter() {
            return new ServerEndpointExporter();
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=classpath:inventory.yaml",
                "spring.mvc.hiddenmethod.filter.enabled=true",
                "spring.servlet.multipart.max-file-size=1MB",
                "spring.servlet.multipart.max-request-size=1MB");
        ConfigurableApplicationContext context =
                (ConfigurableApplicationContext) host.bean(Late.class).context();
        // The dispatcher looks for mappings at its first request, which comes later.
        var initialized = new SimpleUrlHandlerMapping(Map.of("/late/initialized", new Handler()), -10);
        context.getAutowireCapableBeanFactory().initializeBean(initialized, "lateInitialized");
        context.getBeanFactory().registerSingleton("lateInitialized", initialized);
        // Never initialized by the context, so that it has no interceptors.
        var bare = new SimpleUrlHandlerMapping() {
            void map() {
                registerHandler("/late/bare", new Handler());
            }
        };
        bare.setOrder(-11);
        bare.map();
        context.getBeanFactory().registerSingleton("lateBare", bare);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/handler", "/late/initialized", "/late/bare", "/nested/1/deep"})
    void refusesWithoutLicense(String path) throws Exception {
        HttpResponse<String> answer = host.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/handler", "/late/initialized", "/late/bare"})
    void refusesWithoutFeature(String path) throws Exception {
        HttpResponse<String> answer = host.get(path, host.token("free@1"));
        assertThat(answer.statusCode()).as(answer.body()).isIn(403, 503);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"/handler, 200", "/late/initialized, 200", "/late/bare, 503", "/nested/1/deep, 200"})
    void decidesWhereMappingsHaveInterceptors(String path, int status) throws Exception {
        HttpResponse<String> answer = host.get(path, host.token("pro@1"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/initialized", "/exported"})
    void refusesHandshakeWithoutLicense(String path) {
        assertThatThrownBy(() -> handshake(path, null))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Unexpected HTTP response status code 401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/initialized", "/exported"})
    void refusesUndecidedHandshake(String path) {
        assertThatThrownBy(() -> handshake(path, host.token("pro@1")))
                .hasRootCauseMessage("Unexpected HTTP response status code 503");
    }

    private static void handshake(String path, @Nullable String token) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        builder.buildAsync(URI.create("ws://localhost:" + host.port() + path), new WebSocket.Listener() {})
                .join()
                .abort();
    }

    @Test
    void failsForAnnotatedServerEndpoint() {
        assertThatThrownBy(() -> Host.start(
                                AppWithPaidEndpoint.class,
                                Host.WITHOUT_SECURITY,
                                "licensing.catalog.location=classpath:inventory.yaml")
                        .close())
                .hasStackTraceContaining(Paid.class.getName().replace('$', '.').replaceAll(".*\\.", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_method=delete", "_method=DELETE&_method=get"})
    void refusesHiddenMethodsOfForms(String form) throws Exception {
        assertThat(host.send(host.request("/form")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesUploadBeforeHiddenMethodIsRead() throws Exception {
        String upload = "--x\r\nContent-Disposition: form-data; name=\"_method\"\r\n\r\ndelete\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "a".repeat(2_000_000)
                + "\r\n--x--\r\n";
        HttpResponse<String> anonymous = host.send(host.request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(upload)));
        assertThat(anonymous.statusCode()).as(anonymous.body()).isEqualTo(401);
        HttpResponse<String> free = host.send(host.request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Authorization", "Bearer " + host.token("free@1"))
                .POST(BodyPublishers.ofString(upload)));
        assertThat(free.statusCode()).as(free.body()).isIn(403, 413);
    }
}
