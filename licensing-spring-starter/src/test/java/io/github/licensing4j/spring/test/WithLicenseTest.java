package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.RequiresFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** Runs a host's test as the TestContext framework does, without the JUnit extension that differs between versions. */
class WithLicenseTest {

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report(LicenseContext license) {
            return license.license().map(known -> known.plan().toString()).orElse("anonymous");
        }
    }

    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"
            })
    @Import(Reports.class)
    static class App {}

    /** What a team would write. */
    @SpringBootTest(classes = App.class, properties = "licensing.catalog.location=target/with-license.yaml")
    @WithLicense(plan = "free@1")
    static class HostTest {
        public void onTheFreePlan() {}

        @WithLicense(plan = "pro@1")
        public void onThePro() {}
    }

    @Test
    void callsUnderNamedPlan() throws Exception {
        Files.writeString(
                Path.of("target/with-license.yaml"),
                "catalog: test\nfeatures: { report.read: {} }\nplans:\n  free@1: {}\n  pro@1: { features: [report.read] }\n");
        TestContextManager manager = new TestContextManager(HostTest.class);
        HostTest instance = new HostTest();
        manager.prepareTestInstance(instance);
        var context = (WebApplicationContext) manager.getTestContext().getApplicationContext();
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(context);
        context.getBeanProvider(FilterRegistrationBean.class)
                .orderedStream()
                .forEach(registration -> builder.addFilters(registration.getFilter()));
        MockMvc mvc = builder.build();

        var free = HostTest.class.getMethod("onTheFreePlan");
        manager.beforeTestMethod(instance, free);
        assertThat(status(mvc)).isEqualTo(403);
        manager.afterTestMethod(instance, free, null);

        var pro = HostTest.class.getMethod("onThePro");
        manager.beforeTestMethod(instance, pro);
        assertThat(status(mvc)).isEqualTo(200);
        manager.afterTestMethod(instance, pro, null);
        assertThat(status(mvc)).isEqualTo(401);

        String token = context.getBean(LicenseTokens.class).forPlan("pro@1");
        MovableClock clock = context.getBean(MovableClock.class);
        assertThat(status(mvc, token)).isEqualTo(200);
        clock.advance(Duration.ofDays(3651));
        assertThat(status(mvc, token)).isEqualTo(401);
    }

    private static int status(MockMvc mvc) throws Exception {
        return mvc.perform(get("/report")).andReturn().getResponse().getStatus();
    }

    private static int status(MockMvc mvc, String token) throws Exception {
        return mvc.perform(get("/report").header("Authorization", "Bearer " + token))
                .andReturn()
                .getResponse()
                .getStatus();
    }
}
