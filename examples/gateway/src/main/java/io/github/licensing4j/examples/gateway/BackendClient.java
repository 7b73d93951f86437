package io.github.licensing4j.examples.gateway;

import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the HTTP client one of a proxy: no retries, because the backend may have done the work; no cookies, which would
 * pass from one caller to another; no decompression.
 */
@Configuration(proxyBeanMethods = false)
class BackendClient {
    /** Each connection has one call in flight; Tomcat has at most 200 threads. */
    private static final int MAX_CONNECTIONS = 200;

    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> asProxy() {
        return factory -> factory.withHttpClientCustomizer(BackendClient::passThrough)
                .withConnectionManagerCustomizer(
                        pool -> pool.setMaxConnPerRoute(MAX_CONNECTIONS).setMaxConnTotal(MAX_CONNECTIONS));
    }

    private static void passThrough(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
    }
}
