package io.github.licensing4j.spring;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Hides, with springdoc present, the arguments that the library resolves from the host's API documents. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SpringDocUtils.class, OperationCustomizer.class})
public final class LicensingSpringdocAutoConfiguration {

    /**
     * Hides license arguments: types that springdoc ignores are configured for the whole JVM; an optional license is
     * removed from each operation.
     */
    @Bean
    OperationCustomizer licensingHiddenArguments() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(LicenseContext.class, License.class);
        return new HiddenArguments();
    }
}
