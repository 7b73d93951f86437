package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.Host.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Tests every kind of endpoint of a Boot application, on a real server: enforced or exempt by rule. */
class InventoryTest {
    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=classpath:inventory.yaml",
                "management.endpoints.web.exposure.include=*",
                "spring.servlet.multipart.max-file-size=1MB",
                "spring.servlet.multipart.max-request-size=1MB");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.write")
        String report() {
            return "secret";
        }

        @GetMapping("/bare")
        String bare() {
            return "secret";
        }

        @GetMapping("/open")
        @LicenseExempt(reason = "public")
        String open() {
            return "open";
        }

        @PostMapping("/upload")
        @RequiresFeature("report.write")
        String upload(MultipartFile file) {
            return "secret " + file.getSize();
        }

        @RequestMapping(path = "/options", method = RequestMethod.OPTIONS)
        @RequiresFeature("report.write")
        String options() {
            return "secret";
        }

        @GetMapping("/async")
        @LicenseExempt(reason = "passes on")
        void async(HttpServletRequest request) {
            request.startAsync().dispatch("/paid/x");
        }

        @GetMapping("/include")
        @LicenseExempt(reason = "passes on")
        void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
            request.getRequestDispatcher("/report").include(request, response);
        }

        @GetMapping("/named")
        @LicenseExempt(reason = "passes on")
        void named(HttpServletRequest request, HttpServletResponse response) throws Exception {
            request.getServletContext().getNamedDispatcher("paid").forward(request, response);
        }
    }

    @Controller
    static class Forwards {
        @GetMapping("/forward")
        @LicenseExempt(reason = "passes on")
        String forward() {
            return "forward:/paid/x";
        }

        @GetMapping("/forward-mvc")
        @LicenseExempt(reason = "passes on")
        String forwardMvc() {
            return "forward:/report";
        }

        @GetMapping("/shown")
        @ResponseBody
        @RequiresFeature("report.write")
        String shown() {
            return "secret";
        }
    }

    @RequiresFeature("report.write")
    static final class Paid extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("secret");
        }
    }

    @RequiresFeature("report.write")
    static class Socket extends TextWebSocketHandler {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSocket
    @Import({Reports.class, Forwards.class})
    static class App implements WebMvcConfigurer, WebSocketConfigurer {
        @Override
        public void addViewControllers(ViewControllerRegistry registry) {
            registry.addViewController("/view").setViewName("forward:/welcome.txt");
            registry.addRedirectViewController("/moved", "/secret");
        }

        @Override
        public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
            registry.addHandler(new Socket(), "/socket");
            registry.addHandler(new Socket(), "/sockjs").withSockJS();
        }

        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/function", request -> ServerResponse.ok().body("secret"))
                    .path(
                            "/nested",
                            nested -> nested.GET(
                                    "/ruled", request -> ServerResponse.ok().body("secret")))
                    .build();
        }

        @Bean
        ServletRegistrationBean<Paid> paid() {
            return new ServletRegistrationBean<>(new Paid(), "/paid/*");
        }

        @Bean
        FilterRegistrationBean<Filter> answering() {
            return new FilterRegistrationBean<>((request, response, chain) -> {
                if (((HttpServletRequest) request).getRequestURI().equals("/filtered")) {
                    response.getWriter().print("secret");
                } else {
                    chain.doFilter(request, response);
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/report, 401",
        "/bare, 401",
        "/function, 401",
        "/nested/ruled, 401",
        "/view, 401",
        "/moved, 401",
        "/paid/x, 401",
        "/filtered, 401",
        "/forward, 401",
        "/forward-mvc, 401",
        "/include, 401",
        "/named, 401",
        "/async, 401",
        "/socket, 401",
        "/sockjs/info, 401",
        "/files/paid.txt, 401",
        "/shown, 401",
        "/open, 200",
        "/open.txt, 200",
        "/, 200",
        "/index.html, 200",
        "/actuator/health, 200",
        "/nowhere, 404",
        "/files/nowhere.txt, 404",
        "/ruled/nowhere, 404"
    })
    @Tag("4.3.5")
    void refusesAnonymousCallers(String path, int status) throws Exception {
        HttpResponse<String> answer = host.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "/report",
        "/paid/x",
        "/forward",
        "/forward-mvc",
        "/include",
        "/named",
        "/async",
        "/socket",
        "/sockjs/info",
        "/files/paid.txt",
        "/nested/ruled"
    })
    @Tag("4.3.5")
    void enforcesFeatures(String path) throws Exception {
        assertThat(host.get(path, host.token("free@1")).statusCode()).isEqualTo(403);
        assertThat(host.get(path, host.token("pro@1")).statusCode()).isNotIn(401, 403, 500, 503);
    }

    @Test
    @Tag("4.3.2")
    void listsEveryEndpoint() throws Exception {
        String listed = host.get("/actuator/licensing").body();
        assertThat(listed)
                .contains(
                        "\"/function\"",
                        "\"/nested/ruled\"",
                        "\"/socket\"",
                        "\"/sockjs/**\"",
                        "\"/paid/**\"",
                        "\"/view\"")
                .doesNotContain("GET /nested/ruled' of catalog")
                .contains("GET /misspelt");
    }

    @Test
    @Tag("4.3.2")
    void enforcesHandshakes() {
        var uri = java.net.URI.create("ws://localhost:" + host.port() + "/socket");
        var free = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + host.token("free@1"))
                .buildAsync(uri, new WebSocket.Listener() {});
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(CompletionException.class, free::join))
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + host.token("pro@1"))
                .buildAsync(uri, new WebSocket.Listener() {})
                .join()
                .abort();
    }

    @Test
    @Tag("4.3.8")
    void chargesNoRoutingError() throws Exception {
        String token = host.token("pro@1");
        assertThat(host.get("/ruled/nowhere", token).statusCode()).isEqualTo(404);
        assertThat(host.post("/files/paid.txt", token).statusCode()).isEqualTo(405);
        assertThat(left(host.get("/bare", token))).isEqualTo(99);
        HttpResponse<String> file = host.get("/ruled/file.txt", token);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(left(file)).isEqualTo(89);
    }

    @Test
    @Tag("4.3.8")
    void refusesUploadsBeforeReadingThem() throws Exception {
        String part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
                + "a".repeat(2_000_000) + "\r\n--x--\r\n";
        HttpResponse<String> anonymous = host.send(host.request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(part)));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        HttpResponse<String> known = host.send(host.request("/upload")
                .header("Authorization", "Bearer " + host.token("pro@1"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(part)));
        assertThat(known.statusCode()).isEqualTo(413);
    }

    @Test
    @Tag("4.3.6")
    void preflightNeverRunsAHandler() throws Exception {
        HttpResponse<String> preflight = host.send(host.request("/options")
                .header("Origin", "https://a.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.body()).doesNotContain("secret");
        assertThat(host.send(host.request("/options").method("OPTIONS", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }
}
