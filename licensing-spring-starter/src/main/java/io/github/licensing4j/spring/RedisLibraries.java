package io.github.licensing4j.spring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Names the libraries that limits in Redis need. */
final class RedisLibraries {
    /** A class of Lettuce. */
    static final String LETTUCE = "io.lettuce.core.RedisClient";

    /** A class of Bucket4j's module for Lettuce. */
    static final String BUCKET4J = "io.github.bucket4j.redis.lettuce.Bucket4jLettuce";

    private static final String MODULE = "com.bucket4j:bucket4j_jdk17-lettuce";

    private RedisLibraries() {}

    /** @throws MissingLibraryException if a URI is set and a library is missing */
    static void check(LicensingProperties.Redis redis, @Nullable ClassLoader loader) {
        List<String> missing = new ArrayList<>();
        if (!ClassUtils.isPresent(LETTUCE, loader)) {
            missing.add("io.lettuce:lettuce-core");
        }
        if (!ClassUtils.isPresent(BUCKET4J, loader)) {
            missing.add(MODULE);
        }
        if (StringUtils.hasText(redis.uri()) && !missing.isEmpty()) {
            throw new MissingLibraryException("licensing.redis.uri", missing);
        }
    }

    /** Returns why the client of Redis of a host counts no limits; null if it does, or if there is none. */
    static @Nullable String unusedClient(ListableBeanFactory beans, @Nullable ClassLoader loader) {
        if (!ClassUtils.isPresent(LETTUCE, loader) || ClassUtils.isPresent(BUCKET4J, loader)) {
            return null;
        }
        String[] clients = beans.getBeanNamesForType(ClassUtils.resolveClassName(LETTUCE, loader), true, false);
        return clients.length == 0
                ? null
                : "nodes do not share rates and calls in flight through the bean " + clients[0]
                        + " of Lettuce: that needs " + MODULE + ", not on the class path";
    }
}
