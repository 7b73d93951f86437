package io.github.licensing4j.spring.chat;

import io.github.licensing4j.Licensing;
import io.github.licensing4j.spring.ChatProperties;
import io.github.licensing4j.spring.LicensingProperties;
import io.github.licensing4j.spring.LicensingWebAutoConfiguration;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.ai.tokenizer.TokenCountEstimator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Configures charges for the tokens of language models, if a meter is set for them. */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnClass(ChatClient.class)
@ConditionalOnBean(name = "licensingFilter")
@Conditional(ChatLicensingAutoConfiguration.OnMeter.class)
public final class ChatLicensingAutoConfiguration {

    @Bean
    LicensedChat licensedChat(
            Licensing licensing, LicensingProperties properties, ObjectProvider<TokenCountEstimator> estimator) {
        return new LicensedChat(
                licensing,
                meters(properties.chat()),
                new TokenEstimates(
                        estimator.getIfUnique(JTokkitTokenCountEstimator::new),
                        properties.chat().maxOutputTokens()));
    }

    @Bean
    ChatEndpoints licensingChatEndpoints(LicensingProperties properties) {
        return new ChatEndpoints(meters(properties.chat()));
    }

    @Bean
    ChatClientBuilderCustomizer licensingChatAdvisors(LicensedChat licensedChat) {
        return builder -> builder.defaultAdvisors(licensedChat.advisors());
    }

    private static TokenMeters meters(ChatProperties chat) {
        return new TokenMeters(chat.inputMeter(), chat.outputMeter());
    }

    /** Matches if tokens are charged to a meter. */
    static final class OnMeter extends AnyNestedCondition {
        OnMeter() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("licensing.chat.input-meter")
        static final class Input {}

        @ConditionalOnProperty("licensing.chat.output-meter")
        static final class Output {}
    }
}
