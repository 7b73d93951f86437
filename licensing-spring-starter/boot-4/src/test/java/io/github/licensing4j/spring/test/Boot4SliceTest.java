package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.RequiresFeature;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests MVC slices with the starter present, run as the TestContext framework runs them. */
class Boot4SliceTest {
    private static final String WITHOUT_SECURITY =
            "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration";

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.write")
        String report(LicenseContext license) {
            return license.license().map(known -> known.plan().toString()).orElse("anonymous");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    /** The settings of each slice. */
    @TestPropertySource(properties = {WITHOUT_SECURITY, "licensing.catalog.location=classpath:host.yaml"})
    abstract static class HostSettings {}

    /** A slice test without license annotations. */
    @WebMvcTest(Reports.class)
    static class Plain extends HostSettings {
        public void test() {}
    }

    @WebMvcTest(Reports.class)
    @WithLicense(plan = "free@1")
    static class Licensed extends HostSettings {
        public void test() {}
    }

    @WebMvcTest(Reports.class)
    static class LicensedInOneTest extends HostSettings {
        @WithLicense(plan = "free@1", features = "+report.write")
        public void test() {}
    }

    @Test
    void observesSliceWithoutLicense() throws Exception {
        assertThat(call(Plain.class)).isEqualTo("200 anonymous");
    }

    @Test
    void enforcesLicenseOfSlice() throws Exception {
        assertThat(call(Licensed.class)).startsWith("403 ").contains("feature-not-licensed");
        assertThat(call(LicensedInOneTest.class)).isEqualTo("200 free@1");
    }

    private static String call(Class<?> test) throws Exception {
        TestContextManager manager = new TestContextManager(test);
        Object instance = test.getDeclaredConstructor().newInstance();
        manager.prepareTestInstance(instance);
        manager.beforeTestMethod(instance, test.getMethod("test"));
        try {
            MockMvc mvc = manager.getTestContext().getApplicationContext().getBean(MockMvc.class);
            var response = mvc.perform(get("/report")).andReturn().getResponse();
            return response.getStatus() + " " + response.getContentAsString();
        } finally {
            manager.afterTestMethod(instance, test.getMethod("test"), null);
        }
    }
}
