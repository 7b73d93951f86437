package io.github.licensing4j.spring;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.LicensingInfo;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Configures, with springdoc present, what the host's API documents contain of the library: arguments that it resolves are
 * hidden, and each operation has its requirements and the responses of refused calls.
 */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SpringDocUtils.class, OperationCustomizer.class})
public final class LicensingSpringdocAutoConfiguration {

    /**
     * Hides license arguments: types that springdoc ignores are configured for the whole JVM; an optional license is
     * removed from each operation.
     */
    @Bean
    GlobalOperationCustomizer licensingHiddenArguments() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(LicenseContext.class, License.class);
        return new HiddenArguments();
    }

    @Bean
    @ConditionalOnBean(EndpointRegistrar.class)
    @ConditionalOnProperty(prefix = "licensing", name = "describe-operations", matchIfMissing = true)
    LicensedDocuments licensingDocuments(
            EndpointRegistrar endpoints,
            EndpointRegistry registry,
            LicensingInfo info,
            LicensingProperties properties) {
        return new LicensedDocuments(
                new DocumentedEndpoints(endpoints, registry, info), info, new OperationDescriber(properties));
    }

    @Bean
    @ConditionalOnBean(LicensedDocuments.class)
    MappedInterceptor licensingDocumentRefresh(LicensedDocuments documents) {
        return new MappedInterceptor(null, new DocumentRefresh(documents));
    }
}
