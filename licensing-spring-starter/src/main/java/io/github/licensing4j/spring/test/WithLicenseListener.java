package io.github.licensing4j.spring.test;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Creates a license for each test, and issues the token of {@link WithLicense} for it. */
final class WithLicenseListener implements TestExecutionListener {

    @Override
    public void beforeTestClass(TestContext test) {
        TestIdentity.begin();
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        TestIdentity.begin();
        WithLicense license = AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), WithLicense.class);
        if (license == null) {
            license = TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), WithLicense.class);
        }
        if (license != null) {
            var context = test.getApplicationContext();
            // The clock is stopped, so that no rate refills by itself.
            context.getBeanProvider(MovableClock.class).getIfAvailable();
            CurrentLicense.use(context.getBean(LicenseTokens.class).of(license));
        }
    }

    @Override
    public void afterTestMethod(TestContext test) {
        CurrentLicense.clear();
        TestIdentity.end();
    }

    @Override
    public void afterTestClass(TestContext test) {
        TestIdentity.end();
    }
}
