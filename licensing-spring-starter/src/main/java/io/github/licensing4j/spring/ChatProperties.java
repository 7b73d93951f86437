package io.github.licensing4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code licensing.chat}, which the module licensing-spring-ai uses.
 *
 * @param inputMeter Meter that the input tokens of language models are charged to. They are not charged if not set.
 * @param outputMeter Meter that the output tokens of language models are charged to. They are not charged if not set. The same
 *     meter as for input tokens charges their sum.
 * @param maxOutputTokens Output tokens that are reserved for a model call whose options set no maximum.
 */
public record ChatProperties(
        @Nullable String inputMeter,
        @Nullable String outputMeter,
        @DefaultValue("4096") int maxOutputTokens) {}
