package io.github.licensing4j.spring;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.servlet.CallerOrganisation;
import io.github.licensing4j.servlet.HostTokens;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.LicensingFilterBuilder;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServlet;
import io.github.licensing4j.servlet.admin.ManagementServletBuilder;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.context.ConfigurableWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Configures the filter that identifies and settles calls, and the interceptor that decides them with the handler that
 * Spring MVC has chosen.
 */
@AutoConfiguration(after = LicensingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
@ConditionalOnBean(Licensing.class)
public final class LicensingWebAutoConfiguration {

    @Bean
    HostCallers licensingHostCallers(
            ObjectProvider<HostTokens> tokens, ObjectProvider<CallerOrganisation> organisation) {
        return new HostCallers(tokens, organisation);
    }

    @Bean
    @ConditionalOnMissingBean(name = "licensingFilter")
    FilterRegistrationBean<LicensingFilter> licensingFilter(
            Licensing licensing, LicensingInfo info, LicensingProperties properties, HostCallers callers) {
        LicensingFilterBuilder settings = new LicensingFilterBuilder(licensing, info)
                .credentials(properties.credentials())
                .include(properties.filter().include())
                .exclude(properties.filter().exclude())
                .ownPaths(LibraryPaths.own(properties))
                .headers(properties.headers())
                .forward(ForwardSettings.of(properties))
                .problemsBaseUri(properties.problems().baseUri())
                .endpoints(DispatchedEndpoints.resolver())
                .mode(properties.mode())
                .maxAsyncHold(properties.filter().maxAsyncHold())
                .maxSignedBody((int) properties.signatures().maxBody().toBytes());
        callers.setOn(settings);
        if (properties.externalUri() != null) {
            settings.externalUri(properties.externalUri());
        }
        if (!properties.proof().clientCert().trustedProxies().isEmpty()) {
            settings.clientCertFrom(ProofCheck.trustedProxies(properties.proof()));
        }
        LicensingFilter filter = settings.build();
        FilterRegistrationBean<LicensingFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(properties.filter().order());
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setAsyncSupported(true);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean(name = "licensingManagement")
    ServletRegistrationBean<ManagementServlet> licensingManagement(
            LicenseManagement licenses,
            LicensingInfo info,
            FilterRegistrationBean<LicensingFilter> licensingFilter,
            LicensingProperties properties,
            ObjectProvider<AdminAccess> access) {
        ManagementServletBuilder servlet = new ManagementServletBuilder(licenses, info, licensingFilter.getFilter())
                .access(access.getIfAvailable(() -> LibraryPaths.access(properties)))
                .problemsBaseUri(properties.problems().baseUri());
        ServletRegistrationBean<ManagementServlet> registration = new ServletRegistrationBean<>(
                LibraryPaths.withOrigins(servlet, properties).build(),
                properties.admin().path() + "/*",
                ManagementServlet.JWKS);
        registration.setLoadOnStartup(-1);
        return registration;
    }

    @Bean
    MappedInterceptor licensingInterceptor(
            HandlerDeclarations declarations, CarriedProtocols protocols, LicensingProperties properties) {
        return new MappedInterceptor(
                null,
                new LicensingInterceptor(
                        declarations, protocols, properties.filter().unenforced()));
    }

    @Bean
    CarriedProtocols licensingProtocols(ObjectProvider<ProtocolEndpoints> protocols) {
        return new CarriedProtocols(protocols.orderedStream().toList());
    }

    /** Postpones the parsing of multipart bodies until the handler is allowed. */
    @Bean
    static BeanPostProcessor licensingMultipartPostponed() {
        return new PostponedMultipart();
    }

    @Bean
    HandlerDeclarations licensingHandlerDeclarations(LicensingProperties properties) {
        return new HandlerDeclarations(properties.documentation());
    }

    @Bean
    EndpointRegistrar licensingEndpoints(
            EndpointRegistry registry,
            LicensingInfo info,
            HandlerDeclarations declarations,
            CarriedProtocols protocols,
            ConfigurableWebApplicationContext context,
            ObjectProvider<FilterRegistrationBean<LicensingFilter>> filter,
            LicensingProperties properties) {
        FilterReach reach =
                new FilterReach(filter.getIfAvailable(), properties.filter().include());
        return new EndpointRegistrar(
                new EndpointRegistrar.Engine(registry, info),
                new EndpointRegistrar.Sources(declarations, protocols),
                context,
                reach,
                properties);
    }
}
