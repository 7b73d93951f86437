package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicenseRefusedException;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.Match;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Features that service code requires, by annotation and by {@link LicenseContext#require(String)}. */
class ServiceFeatureTest {
    private Host host = Host.start(Application.class, Host.WITHOUT_SECURITY);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Reports.class, Archive.class, Endpoints.class, Advice.class})
    static class Application {
        @Bean
        Client client() {
            return (Client) Proxy.newProxyInstance(
                    Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, arguments) -> "sent");
        }
    }

    /** A client of another service, as frameworks make them of interfaces. */
    interface Client {
        @RequiresFeature("report.write")
        String send();
    }

    @Service
    static class Reports {
        @RequiresFeature("report.write")
        String write() {
            return "written";
        }

        @RequiresFeature(
                value = {"report.write", "report.read"},
                match = Match.ANY)
        public String any() {
            return "any";
        }

        public String open() {
            return "open";
        }
    }

    @Service
    @RequiresFeature("report.write")
    static class Archive {
        public String store() {
            return "stored";
        }
    }

    @RestController
    static class Endpoints {
        private final Reports reports;
        private final Archive archive;
        private final Client client;

        Endpoints(Reports reports, Archive archive, Client client) {
            this.reports = reports;
            this.archive = archive;
            this.client = client;
        }

        @GetMapping("/sent")
        String sent() {
            return client.send();
        }

        @GetMapping("/write")
        String write() {
            return reports.write();
        }

        @GetMapping("/any")
        String any() {
            return reports.any() + reports.open();
        }

        @GetMapping("/store")
        String store() {
            return archive.store();
        }

        @GetMapping("/wrapped")
        String wrapped() {
            try {
                return reports.write();
            } catch (LicenseRefusedException e) {
                throw new CompletionException(e);
            }
        }

        @GetMapping("/later")
        Callable<String> later() {
            return reports::write;
        }

        @GetMapping("/context")
        String context(LicenseContext context) {
            context.require("report.write");
            return "context";
        }

        @GetMapping("/exempt")
        @LicenseExempt(reason = "open")
        String exempt() {
            return reports.write();
        }
    }

    @ControllerAdvice
    static class Advice {
        @ExceptionHandler(RuntimeException.class)
        @ResponseStatus(org.springframework.http.HttpStatus.I_AM_A_TEAPOT)
        void everything() {}
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/write", "/store", "/sent", "/wrapped", "/later", "/context"})
    void refusesByTheSameProblem(String path) throws Exception {
        HttpResponse<String> refused = host.get(path, host.token("free@1"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body())
                .contains("\"code\":\"feature-not-licensed\"", "\"plans\":[\"pro@1\"]", "\"plan\":\"free@1\"");
        assertThat(host.get(path, host.token("pro@1")).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesOtherMethodsAlone() throws Exception {
        assertThat(host.get("/any", host.token("free@1")).body()).isEqualTo("anyopen");
    }

    @Test
    void requiresCredentialAtExemptEndpoint() throws Exception {
        assertThat(host.get("/exempt").statusCode()).isEqualTo(401);
        assertThat(host.get("/exempt", host.token("free@1")).statusCode()).isEqualTo(403);
        assertThat(host.get("/exempt", host.token("pro@1")).body()).isEqualTo("written");
    }

    @Test
    void failsOutsideOfLicensedCall() {
        assertThatThrownBy(() -> host.bean(Reports.class).write())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside of a licensed call");
        assertThat(host.bean(Reports.class).open()).isEqualTo("open");
    }

    @Test
    void checksBoundContextOfMessage() throws Exception {
        Reports reports = host.bean(Reports.class);
        LicenseContext pro = message("pro@1");
        LicenseContext free = message("free@1");

        assertThat(LicenseContextHolder.call(pro, reports::write)).isEqualTo("written");
        assertThatThrownBy(() -> LicenseContextHolder.run(free, reports::write))
                .isInstanceOfSatisfying(
                        LicenseRefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED));
        LicenseContextHolder.run(pro, () -> {
            assertThatThrownBy(() -> LicenseContextHolder.run(free, reports::write))
                    .isInstanceOf(LicenseRefusedException.class);
            assertThat(reports.write()).isEqualTo("written");
        });
        assertThatThrownBy(reports::write).isInstanceOf(IllegalStateException.class);
    }

    private static void handle(Licensing licensing, Call call, Runnable handler) {
        if (licensing.identify(call) instanceof Identified caller
                && licensing.decide(caller, CalledEndpoint.requiring(Requirement.license()), Dispatch.REQUEST)
                        instanceof Granted granted) {
            int status = 500;
            try {
                LicenseContextHolder.run(LicenseContext.of(granted), handler);
                status = 200;
            } finally {
                granted.reservation().settle(new Outcome(status, 0));
            }
        }
    }

    @Test
    void handlesMessage() {
        Reports reports = host.bean(Reports.class);
        Licensing licensing = host.bean(Licensing.class);
        List<String> written = new ArrayList<>();
        handle(licensing, call("pro@1"), () -> written.add(reports.write()));
        assertThat(written).containsExactly("written");
        assertThatThrownBy(() -> handle(licensing, call("free@1"), reports::write))
                .isInstanceOf(LicenseRefusedException.class);
    }

    private Call call(String plan) {
        return Call.builder("POST", new RequestPath.Canonical("/queue"))
                .credential(new Credential(Credential.Source.BEARER, host.token(plan)))
                .build();
    }

    private LicenseContext message(String plan) {
        Licensing licensing = host.bean(Licensing.class);
        Call call = call(plan);
        Granted granted = (Granted) licensing.decide(
                (Identified) licensing.identify(call),
                CalledEndpoint.requiring(Requirement.license()),
                Dispatch.REQUEST);
        return LicenseContext.of(granted);
    }

    @Test
    void observeModePasses() throws Exception {
        host.close();
        host = Host.start(Application.class, Host.WITHOUT_SECURITY, "licensing.mode=observe");
        assertThat(host.get("/write", host.token("free@1")).body()).isEqualTo("written");
        assertThat(host.get("/write").body()).isEqualTo("written");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(FinalMethod.class)
    static class FinalMethodApplication {}

    @Service
    static class FinalMethod {
        @RequiresFeature("report.write")
        public final String write(ObjectProvider<String> unused) {
            return "written";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ScopedService.class)
    static class ScopedApplication {}

    @Service
    static class ScopedService {
        @RequiresFeature("report.write")
        @RequiresScope("write")
        public String write() {
            return "written";
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {FinalMethodApplication.class, ScopedApplication.class})
    void refusesToStartWithUnenforcedAnnotation(Class<?> application) {
        assertThatThrownBy(() -> Host.start(application, Host.WITHOUT_SECURITY).close())
                .hasMessageContaining("these license annotations are on no handler that is enforced")
                .hasMessageContaining("#write");
    }
}
