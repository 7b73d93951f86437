package io.github.licensing4j.spring.test;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertySourceDescriptor;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternUtils;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Recognizes the property sources of a test: properties of test annotations, and files beside the test classes. System
 * properties and the environment are the application's.
 */
final class TestSources {
    private static final Logger log = LoggerFactory.getLogger(TestSources.class);

    private static final List<String> NAMES = List.of(
            TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME,
            "Dynamic Test Properties",
            // In the context of a test, the args of SpringBootTest.
            "commandLineArgs");
    /** Output directories of Gradle and IntelliJ IDEA; resources have a directory beside that of the classes. */
    private static final List<Pattern> CLASSES =
            List.of(Pattern.compile("(.*/build)/classes/[^/]+/([^/]+)/"), Pattern.compile("(.*/out)/([^/]+)/classes/"));

    private final Set<String> names = new HashSet<>(NAMES);
    private final Set<String> roots = new HashSet<>();

    TestSources(MergedContextConfiguration test, ResourcePatternResolver resources) {
        for (PropertySourceDescriptor descriptor : test.getPropertySourceDescriptors()) {
            if (descriptor.name() != null) {
                names.add(descriptor.name());
            }
            descriptor.locations().forEach(location -> addResources(location, resources));
        }
        root(test.getTestClass()).ifPresent(this::addRoot);
    }

    /** Returns whether the test set these properties. */
    boolean owns(PropertySource<?> source) {
        return names.contains(source.getName()) || isBesideTest(source);
    }

    private void addResources(String location, ResourcePatternResolver resources) {
        try {
            Arrays.stream(ResourcePatternUtils.getResourcePatternResolver(resources)
                            .getResources(location))
                    .forEach(resource -> names.add(resource.getDescription()));
        } catch (IOException | IllegalArgumentException e) {
            log.debug("The property source {} of a test does not exist", location, e);
        }
    }

    private void addRoot(String root) {
        roots.add(root);
        for (Pattern classes : CLASSES) {
            var matcher = classes.matcher(root);
            if (matcher.matches()) {
                String kind = matcher.group(2);
                roots.add(matcher.group(1) + "/resources/" + kind + "/");
                roots.add(matcher.group(1) + "/" + kind + "/resources/");
            }
        }
    }

    private boolean isBesideTest(PropertySource<?> source) {
        if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
            return false;
        }
        String[] properties = enumerable.getPropertyNames();
        return properties.length > 0
                && OriginLookup.getOrigin(source, properties[0]) instanceof TextResourceOrigin origin
                && origin.getResource() != null
                && roots.stream().anyMatch(address(origin.getResource())::startsWith);
    }

    private static String address(Resource resource) {
        try {
            return normal(resource.getURI());
        } catch (IOException e) {
            log.debug("{} has no address", resource, e);
            return "";
        }
    }

    private static Optional<String> root(Class<?> test) {
        CodeSource code = test.getProtectionDomain().getCodeSource();
        if (code == null || code.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(normal(code.getLocation().toURI()));
        } catch (URISyntaxException e) {
            log.debug("{} has no address", code.getLocation(), e);
            return Optional.empty();
        }
    }

    private static String normal(URI uri) {
        return uri.toString().replaceFirst("^file:/+", "file:/");
    }
}
