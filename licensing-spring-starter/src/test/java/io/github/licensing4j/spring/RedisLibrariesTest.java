package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;

/** Applications without the libraries that limits in Redis need. */
class RedisLibrariesTest {
    private static final String LETTUCE = "lettuce-core-";
    private static final String BUCKET4J = "bucket4j_jdk17-lettuce-";
    private static final String URI = "licensing.redis.uri=redis://:secret@127.0.0.1:1";

    @TempDir
    Path dir;

    @Test
    void startsWithoutThemAndWithoutUri() throws Exception {
        assertThat(IsolatedApplication.start(dir, List.of(LETTUCE, BUCKET4J))).isEqualTo(IsolatedApplication.STARTED);
    }

    @Test
    void namesMissingLettuce() throws Exception {
        assertThat(IsolatedApplication.start(dir, List.of(LETTUCE), URI))
                .contains("licensing.redis.uri needs io.lettuce:lettuce-core, not on the class path")
                .contains("Add the dependency io.lettuce:lettuce-core, or remove licensing.redis.uri.")
                .doesNotContain("bucket4j")
                .doesNotContain("secret");
    }

    @Test
    void namesMissingBucket4j() throws Exception {
        assertThat(IsolatedApplication.start(dir, List.of(BUCKET4J), URI))
                .contains("Add the dependency com.bucket4j:bucket4j_jdk17-lettuce, or remove licensing.redis.uri.")
                .doesNotContain("io.lettuce")
                .doesNotContain("secret");
    }

    @Test
    void namesWhatClientOfHostNeeds() {
        DefaultListableBeanFactory host = new DefaultListableBeanFactory();
        ClassLoader without = new FilteredClassLoader(Bucket4jLettuce.class);
        assertThat(RedisLibraries.unusedClient(host, without)).as("no client").isNull();
        host.registerBeanDefinition("cache", new RootBeanDefinition(RedisClient.class));
        assertThat(RedisLibraries.unusedClient(host, without))
                .contains("through the bean cache of Lettuce", "needs com.bucket4j:bucket4j_jdk17-lettuce");
        assertThat(RedisLibraries.unusedClient(host, getClass().getClassLoader()))
                .as("with the library")
                .isNull();
        assertThat(RedisLibraries.unusedClient(host, new FilteredClassLoader(RedisClient.class, Bucket4jLettuce.class)))
                .as("without Lettuce")
                .isNull();
    }
}
