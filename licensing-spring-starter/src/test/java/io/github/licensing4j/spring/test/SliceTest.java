package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.RequiresFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests real MVC slices, run as the TestContext framework does. */
class SliceTest {

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report(LicenseContext license) {
            return license.license().map(known -> known.plan().toString()).orElse("anonymous");
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    /** A test without license annotations. */
    @WebMvcTest(
            properties = "licensing.catalog.location=target/slice.yaml",
            excludeAutoConfiguration = SecurityAutoConfiguration.class)
    @ContextConfiguration(classes = App.class)
    static class OlderTest {
        public void calls() {}
    }

    /** Written since. */
    @WebMvcTest(
            properties = "licensing.catalog.location=target/slice.yaml",
            excludeAutoConfiguration = SecurityAutoConfiguration.class)
    @ContextConfiguration(classes = App.class)
    @WithLicense(plan = "free@1")
    static class LicensedTest {
        public void calls() {}
    }

    @BeforeEach
    void writeCatalog() throws Exception {
        Files.writeString(
                Path.of("target/slice.yaml"), "catalog: test\nfeatures: { report.read: {} }\nplans:\n  free@1: {}\n");
    }

    @Test
    void observesSliceWithoutLicense() throws Exception {
        assertThat(status(OlderTest.class, new OlderTest())).isEqualTo(200);
    }

    @Test
    void enforcesPlanOfSlice() throws Exception {
        assertThat(status(LicensedTest.class, new LicensedTest())).isEqualTo(403);
    }

    private static int status(Class<?> type, Object instance) throws Exception {
        TestContextManager manager = new TestContextManager(type);
        manager.prepareTestInstance(instance);
        manager.beforeTestMethod(instance, type.getMethod("calls"));
        try {
            return manager.getTestContext()
                    .getApplicationContext()
                    .getBean(MockMvc.class)
                    .perform(get("/report"))
                    .andReturn()
                    .getResponse()
                    .getStatus();
        } finally {
            manager.afterTestMethod(instance, type.getMethod("calls"), null);
        }
    }
}
