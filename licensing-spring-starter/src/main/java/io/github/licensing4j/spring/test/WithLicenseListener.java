package io.github.licensing4j.spring.test;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/** Mints the token of {@link WithLicense} before a test and forgets it afterwards. */
final class WithLicenseListener implements TestExecutionListener {

    @Override
    public void beforeTestMethod(TestContext test) {
        WithLicense license = AnnotatedElementUtils.findMergedAnnotation(test.getTestMethod(), WithLicense.class);
        if (license == null) {
            license = TestContextAnnotationUtils.findMergedAnnotation(test.getTestClass(), WithLicense.class);
        }
        if (license != null) {
            CurrentLicenseFilter.use(
                    test.getApplicationContext().getBean(LicenseTokens.class).of(license));
        }
    }

    @Override
    public void afterTestMethod(TestContext test) {
        CurrentLicenseFilter.clear();
    }
}
