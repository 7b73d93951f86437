package io.github.licensing4j.spring;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.LicensingInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.context.ConfigurableWebApplicationContext;

/** Checks every endpoint against catalog, filter and annotations before the first call, and lists them. */
final class EndpointRegistrar implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(EndpointRegistrar.class);

    private final Engine engine;
    private final Sources sources;
    private final ConfigurableWebApplicationContext context;
    private final FilterReach filter;
    private final LicensingProperties properties;
    private volatile List<Endpoint> endpoints = List.of();
    private volatile List<EndpointReport.Entry> outside = List.of();
    private volatile List<String> partlyOutside = List.of();

    /** The two interfaces of the engine that the list is made from. */
    record Engine(EndpointRegistry registry, LicensingInfo info) {}

    /** The sources of declarations, apart from the handler mappings. */
    record Sources(HandlerDeclarations declarations, CarriedProtocols protocols) {}

    EndpointRegistrar(
            Engine engine,
            Sources sources,
            ConfigurableWebApplicationContext context,
            FilterReach filter,
            LicensingProperties properties) {
        this.engine = engine;
        this.sources = sources;
        this.context = context;
        this.filter = filter;
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        EndpointInventory inventory = EndpointInventory.of(sources, context);
        checkAnnotations(inventory);
        List<Endpoint> covered = new ArrayList<>();
        List<Endpoint> partly = new ArrayList<>();
        List<EndpointReport.Entry> left = new ArrayList<>();
        for (Endpoint endpoint : inventory.endpoints()) {
            String pattern = inventory.filteredPattern(endpoint);
            if (inventory.isCarried(endpoint) || filter.coversAll(pattern)) {
                covered.add(endpoint);
            } else if (filter.coversNone(pattern)) {
                left.add(new EndpointReport.Entry(outside(endpoint), null));
            } else {
                partly.add(endpoint);
            }
        }
        inventory.documentation().forEach(page -> left.add(new EndpointReport.Entry(page, null)));
        filter.check(inventory, properties.filter().unenforced());
        filter.checkRules(
                engine.registry().register(inventory.endpoints()),
                engine.registry().register(covered));
        covered.addAll(partly);
        endpoints = List.copyOf(covered);
        outside = List.copyOf(left);
        partlyOutside = partly.stream().map(EndpointRegistrar::partlyOutside).toList();
        log(report());
        logDocumentation(inventory.documentation());
    }

    private void checkAnnotations(EndpointInventory inventory) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        UnreadAnnotations.check(
                beans,
                inventory.read(),
                inventory.functions(),
                properties.filter().unenforced());
    }

    private static void logDocumentation(List<Endpoint> open) {
        if (!open.isEmpty()) {
            log.info(
                    "Licensing: API documents are open without a license, by licensing.documentation=allow: {}",
                    String.join(
                            ", ",
                            new TreeSet<>(open.stream().map(Endpoint::pattern).toList())));
        }
    }

    private static String partlyOutside(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.pattern() + " (" + endpoint.handler()
                + ") is partly outside of licensing.filter: the paths outside need no license";
    }

    private static Endpoint outside(Endpoint endpoint) {
        return new Endpoint(
                endpoint.method(),
                endpoint.pattern(),
                endpoint.handler(),
                new Declaration.Exempt("outside of licensing.filter"));
    }

    private void log(EndpointReport report) {
        report.warnings().forEach(warning -> log.warn("Licensing: {}", warning));
        long exempt = report.entries().stream()
                .filter(entry -> entry.requirement() == null)
                .count();
        log.info(
                "Licensing is in mode {} over catalog '{}' with {} plans: {} endpoints need a license, {} do not",
                properties.mode(),
                engine.info().catalog().name(),
                engine.info().catalog().plans().size(),
                report.entries().size() - exempt,
                exempt);
        report.entries().forEach(entry -> log.debug("Licensing: {}", EndpointLines.of(entry)));
    }

    /** Returns the endpoints that are inside the filter, some of them partly; empty before the start has listed them. */
    List<Endpoint> inside() {
        return endpoints;
    }

    /** Returns the endpoints that need no license, because they are outside the filter or documentation. */
    List<Endpoint> outside() {
        return outside.stream().map(EndpointReport.Entry::endpoint).toList();
    }

    /** Returns every endpoint under the current catalog. */
    EndpointReport report() {
        EndpointReport report = engine.registry().register(endpoints);
        List<EndpointReport.Entry> entries = new ArrayList<>(report.entries());
        entries.addAll(outside);
        List<String> warnings = new ArrayList<>(report.warnings());
        warnings.addAll(partlyOutside);
        return new EndpointReport(entries, warnings);
    }
}
