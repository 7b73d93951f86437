package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Licensing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Checks every endpoint against the catalog before the first call, and keeps the list. */
final class EndpointRegistrar implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(EndpointRegistrar.class);

    private final Licensing licensing;
    private final HandlerDeclarations declarations;
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private final LicensingProperties properties;
    private volatile List<Endpoint> endpoints = List.of();

    EndpointRegistrar(
            Licensing licensing,
            HandlerDeclarations declarations,
            ObjectProvider<RequestMappingHandlerMapping> mappings,
            LicensingProperties properties) {
        this.licensing = licensing;
        this.declarations = declarations;
        this.mappings = mappings;
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<Endpoint> found = new ArrayList<>();
        mappings.orderedStream()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, handler) -> add(info, handler, found)));
        endpoints = List.copyOf(found);
        EndpointReport report = report();
        report.warnings().forEach(warning -> log.warn("Licensing: {}", warning));
        long exempt = report.entries().stream()
                .filter(entry -> entry.requirement() == null)
                .count();
        log.info(
                "Licensing is in mode {} over catalog '{}' with {} plans: {} endpoints need a license, {} do not",
                properties.mode(),
                licensing.catalog().name(),
                licensing.catalog().plans().size(),
                report.entries().size() - exempt,
                exempt);
        report.entries().forEach(entry -> log.debug("Licensing: {}", EndpointLines.of(entry)));
    }

    /** Every endpoint under the catalog as it stands now. */
    EndpointReport report() {
        return licensing.register(endpoints);
    }

    private void add(RequestMappingInfo info, HandlerMethod handler, List<Endpoint> found) {
        Declaration declared = declarations.of(handler);
        if (declared == HandlerDeclarations.OUTSIDE) {
            return;
        }
        Set<String> methods = new TreeSet<>();
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
            methods.add(method.name());
        }
        if (methods.isEmpty()) {
            methods.add("*");
        }
        String name = handler.getBeanType().getSimpleName() + "#"
                + handler.getMethod().getName();
        for (String pattern : info.getPatternValues()) {
            for (String method : methods) {
                found.add(new Endpoint(method, pattern, name, declared));
            }
        }
    }
}
