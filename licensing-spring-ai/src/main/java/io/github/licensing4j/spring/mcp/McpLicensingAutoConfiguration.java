package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.spring.LicensingProperties;
import io.github.licensing4j.spring.LicensingWebAutoConfiguration;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpStatelessAsyncServer;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerTransportProviderBase;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.Objects;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.server.common.autoconfigure.McpServerAutoConfiguration;
import org.springframework.ai.mcp.server.common.autoconfigure.McpServerStatelessAutoConfiguration;
import org.springframework.ai.mcp.server.common.autoconfigure.properties.McpServerStreamableHttpProperties;
import org.springframework.ai.mcp.server.webmvc.autoconfigure.McpServerStatelessWebMvcAutoConfiguration;
import org.springframework.ai.mcp.server.webmvc.autoconfigure.McpServerStreamableHttpWebMvcAutoConfiguration;
import org.springframework.ai.mcp.server.webmvc.transport.WebMvcStatelessServerTransport;
import org.springframework.ai.mcp.server.webmvc.transport.WebMvcStreamableServerTransportProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Configures the license check of the tools of an MCP server of Spring AI in a servlet application. */
@AutoConfiguration(
        after = {
            LicensingWebAutoConfiguration.class,
            McpServerAutoConfiguration.class,
            McpServerStatelessAutoConfiguration.class,
            McpServerStatelessWebMvcAutoConfiguration.class,
            McpServerStreamableHttpWebMvcAutoConfiguration.class
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({
    McpSchema.class,
    McpServerAutoConfiguration.class,
    McpServerStreamableHttpWebMvcAutoConfiguration.class,
    McpTool.class
})
@ConditionalOnBean(name = "licensingFilter")
public final class McpLicensingAutoConfiguration {

    @Bean
    SessionLicenses licensingMcpSessions() {
        return new SessionLicenses();
    }

    @Bean
    ServedTools licensingMcpServedTools(
            ObjectProvider<McpSyncServer> sync,
            ObjectProvider<McpAsyncServer> async,
            ObjectProvider<McpStatelessSyncServer> statelessSync,
            ObjectProvider<McpStatelessAsyncServer> statelessAsync) {
        return new ServedTools(sync, async, statelessSync, statelessAsync);
    }

    @Bean
    ToolEndpoints licensingMcpTools(
            ServedTools served,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<McpServerStreamableHttpProperties> server) {
        McpServerStreamableHttpProperties properties = server.getIfAvailable(McpServerStreamableHttpProperties::new);
        return new ToolEndpoints(served, beans, properties.getMcpEndpoint());
    }

    @Bean
    ToolCalls licensingMcpCalls(
            ToolEndpoints tools,
            LicensingInfo info,
            LicensingProperties properties,
            FilterRegistrationBean<LicensingFilter> licensingFilter) {
        return new ToolCalls(
                tools,
                new VisibleTools(tools, info, properties.mode()),
                new RefusedTool(Objects.requireNonNull(licensingFilter.getFilter(), "the licensing filter")));
    }

    @Bean(destroyMethod = "")
    @Primary
    @ConditionalOnBean(WebMvcStreamableServerTransportProvider.class)
    LicensedTransport licensingMcpTransport(
            WebMvcStreamableServerTransportProvider transport, ToolCalls calls, SessionLicenses sessions) {
        return new LicensedTransport(transport, calls, sessions);
    }

    @Bean(destroyMethod = "")
    @Primary
    @ConditionalOnBean(WebMvcStatelessServerTransport.class)
    LicensedStatelessTransport licensingMcpStatelessTransport(
            WebMvcStatelessServerTransport transport, ToolCalls calls) {
        return new LicensedStatelessTransport(transport, calls);
    }

    @Bean
    McpEndpoints licensingMcpEndpoints(
            ObjectProvider<McpServerTransportProviderBase> streamable,
            ObjectProvider<McpStatelessServerTransport> stateless,
            ToolEndpoints tools,
            SessionLicenses sessions) {
        return new McpEndpoints(new HostTransports(streamable, stateless), tools, sessions);
    }
}
