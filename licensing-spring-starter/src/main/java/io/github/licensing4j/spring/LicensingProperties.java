package io.github.licensing4j.spring;

import io.github.licensing4j.Credential;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.servlet.RateLimitStyle;
import io.github.licensing4j.spi.DecisionListener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set under {@code licensing}. A property that is not here fails the start.
 *
 * @param enabled Whether calls are checked at all.
 * @param mode Whether refusals are enforced or only reported.
 * @param issuer Exact issuer of the host's own license tokens. Required.
 * @param audience What the audience of every license token must contain. Required.
 * @param clockSkew How far clocks of issuers may differ. At most five minutes.
 * @param catalog Where the catalog is.
 * @param keys Where the keys of the host's own tokens are.
 * @param trust Other issuers whose tokens are accepted.
 * @param credentials Where credentials are read from.
 * @param filter Which requests are checked.
 * @param unannotated What holds for endpoints that declare nothing and that no rule covers.
 * @param documentation Whether API documents of springdoc are open without a license. They are by default.
 * @param headers How answers tell what is left of a limit.
 * @param problems How refusals are described.
 * @param limits How much is remembered.
 * @param externalUri Where this service is reached from outside. The status list of revoked tokens is published under it.
 * @param store Where licenses are kept.
 * @param admin Who may manage licenses over HTTP, and where.
 * @param cors Which pages of other origins may use what callers may ask for themselves.
 * @param tokens How API keys are exchanged for license tokens.
 * @param audit How long the audit log is kept, and where its ends are.
 * @param outage What holds while a store does not answer.
 * @param webhooks Who is told over HTTP what happens to licenses.
 * @param usage How what calls used is kept.
 * @param export Who is told what was used, to bill it.
 * @param clock How far the clock is believed.
 */
@ConfigurationProperties(prefix = "licensing", ignoreUnknownFields = false)
public record LicensingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("enforce") DecisionListener.Mode mode,
        @Nullable String issuer,
        @Nullable String audience,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue Catalog catalog,
        @DefaultValue Keys keys,
        @DefaultValue List<Trust> trust,

        @DefaultValue({"bearer", "dpop", "api-key", "license-token"})
        Set<Credential.Source> credentials,

        @DefaultValue Filter filter,
        @DefaultValue("require-license") Unannotated unannotated,
        @DefaultValue("allow") Documentation documentation,
        @DefaultValue("draft-11") RateLimitStyle headers,
        @DefaultValue Problems problems,
        @DefaultValue Limits limits,
        @Nullable URI externalUri,
        @DefaultValue Store store,
        @DefaultValue Admin admin,
        @DefaultValue Cors cors,
        @DefaultValue Tokens tokens,
        @DefaultValue Audit audit,
        @DefaultValue Outage outage,
        @DefaultValue List<Webhook> webhooks,
        @DefaultValue @NestedConfigurationProperty UsageProperties usage,
        @DefaultValue @NestedConfigurationProperty ExportProperties export,
        @DefaultValue Clock clock) {

    /**
     * The catalog.
     *
     * @param location The catalog file. A file is watched for changes, a resource inside a jar is read once.
     * @param reloadInterval How often the file is looked at for changes. Zero never looks again.
     */
    public record Catalog(
            @DefaultValue("classpath:licensing.yaml") String location,
            @DefaultValue("2s") Duration reloadInterval) {}

    /**
     * The host's own keys.
     *
     * @param location A JWK set or PEM file. A private part signs and verifies, a public key verifies.
     * @param jwksUri A published key set of the host's own issuer.
     * @param statusList Where revoked tokens of the host's own issuer are listed. Only for services without its store.
     * @param generate Whether to make a key for this process alone. Only true by default under the dev profile.
     */
    public record Keys(
            @Nullable String location,
            @Nullable URI jwksUri,
            @Nullable URI statusList,
            @Nullable Boolean generate) {}

    /**
     * Another issuer.
     *
     * @param issuer Exact issuer of its tokens.
     * @param jwksUri Where its keys are published.
     * @param audience What the audience of its tokens must contain. The host's own audience if not set.
     * @param statusList Where its revoked tokens are listed, or what the addresses of its numbered lists begin with.
     */
    public record Trust(
            String issuer,
            URI jwksUri,
            @Nullable String audience,
            @Nullable URI statusList) {}

    /**
     * The servlet filter.
     *
     * @param include Path patterns that are checked. All if empty.
     * @param exclude Path patterns that are not checked although included.
     * @param order Order of the filter. Spring Security stands at -100.
     * @param unenforced Classes, or class#method, whose license annotations may stay without effect. Others fail the start.
     * @param maxAsyncHold How long an async call may hold its limits. Longer than any stream that is served.
     */
    public record Filter(
            @DefaultValue List<String> include,
            @DefaultValue List<String> exclude,
            @DefaultValue("-50") int order,
            @DefaultValue List<String> unenforced,
            @DefaultValue("1h") Duration maxAsyncHold) {}

    /**
     * Problem details.
     *
     * @param baseUri What the type of a problem starts with.
     */
    public record Problems(
            @DefaultValue("https://licensing4j.github.io/problems/")
            URI baseUri) {}

    /**
     * Bounds of memory.
     *
     * @param maxActiveLicenses How many licenses may have counters at once. Past it, idle ones are evicted to the usage ledger; stored
     *     licenses always get a place, others share the places by issuer.
     * @param maxCachedTokens How many verified tokens are remembered.
     * @param maxKnownLicenses How many stored licenses are copied into memory. Others are read when they call.
     */
    public record Limits(
            @DefaultValue("1000000") int maxActiveLicenses,
            @DefaultValue("100000") int maxCachedTokens,
            @DefaultValue("100000") int maxKnownLicenses) {}

    /**
     * The license store.
     *
     * @param type What keeps licenses. Embedded by default where a data directory is set, else memory.
     * @param dataDir A directory of this process alone for the database, the audit key and the signing keys.
     * @param dataSource Name of the DataSource bean of a shared database. Needed where there are several.
     * @param auditKey File with the key of the audit log, made where it is missing. Required with a shared database.
     * @param acceptLoss Ends of audit chains that an older database may lack, once, as the message that refuses the start names them.
     * @param node Name of this node, of no other node: of its part of the audit log, and of its usage in the ledger.
     * @param timeout How long a statement of a shared database may take. Whole seconds.
     * @param migrate Whether the tables of a shared database are made and changed at the start.
     * @param feedInterval How often the store is looked at for changes of other nodes.
     */
    public record Store(
            @Nullable StoreType type,
            @Nullable Path dataDir,
            @Nullable String dataSource,
            @Nullable Path auditKey,
            @DefaultValue List<String> acceptLoss,
            @DefaultValue("local") String node,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("true") boolean migrate,
            @DefaultValue("1s") Duration feedInterval) {}

    /** What keeps licenses. */
    public enum StoreType {
        /** Nothing: all is gone with the process. */
        MEMORY,
        /** An SQLite file in the data directory. */
        EMBEDDED,
        /** The host's own DataSource. */
        JDBC
    }

    /**
     * The admin API.
     *
     * @param token Who shows it may do everything. At least 32 characters; without it, administration is off.
     * @param path Where the admin API is.
     */
    public record Admin(
            @Nullable String token,
            @DefaultValue("/licensing/v1") String path) {
        @Override
        public String toString() {
            return "Admin[token=" + (token == null ? "none" : "***") + ", path=" + path + "]";
        }
    }

    /**
     * Pages of other origins (CORS). They may use the paths of callers, /token, /me, public keys and status lists, and never the
     * admin API.
     *
     * @param allowedOrigins Origins such as https://app.example, or * for every one. None by default.
     */
    public record Cors(@DefaultValue List<String> allowedOrigins) {}

    /**
     * License tokens that are exchanged for API keys.
     *
     * @param ttl How long such a token holds.
     * @param refresh Whether refresh tokens are given with them, each good for one exchange.
     * @param refreshTtl How long a refresh token holds.
     * @param environment What API keys are of, as it stands in them. Lower-case letters and digits.
     * @param exchangesPerKey How many exchanges of one API key are answered in a minute. 1 to 60000; more are answered 429.
     * @param exchangesPerCustomer How many exchanges of all API keys of one customer are answered in a minute. 1 to 60000; more are answered
     *     429.
     */
    public record Tokens(
            @DefaultValue("15m") Duration ttl,
            @DefaultValue("false") boolean refresh,
            @DefaultValue("30d") Duration refreshTtl,
            @DefaultValue("live") String environment,
            @DefaultValue("300") int exchangesPerKey,
            @DefaultValue("1000") int exchangesPerCustomer) {}

    /**
     * The audit log.
     *
     * @param retention How long entries are kept. For ever if not set.
     * @param headLocation File with the ends of the audit chains, in a directory that can be written to. Beside the audit key if not set.
     */
    public record Audit(
            @Nullable Duration retention, @Nullable Path headLocation) {}

    /**
     * Outages.
     *
     * @param license What holds for licenses while their store does not answer. What was never seen is refused in any case.
     * @param maxStaleness How old what is known of licenses may be for calls to be decided on it, when cached.
     */
    public record Outage(
            @DefaultValue("cached") Staleness.OutagePolicy license,
            @DefaultValue("5m") Duration maxStaleness) {}

    /**
     * The clock.
     *
     * @param acceptUntil An instant up to which calls in the journal may lie ahead of the clock, for once when it was wrong. One day ahead at most if not set.
     */
    public record Clock(@Nullable Instant acceptUntil) {}

    /**
     * An endpoint of webhooks. It is sent what happens to licenses, signed as Standard Webhooks says.
     *
     * @param url Where messages are posted. Https, or http on the loopback where that is allowed.
     * @param name What its messages are kept under. Made of the address if not set.
     * @param secret Secret that the endpoint has too, whsec_ and Base64. Exclusive with the signing key.
     * @param signingKey Ed25519 key that signs, whsk_ and Base64. Exclusive with the secret.
     * @param topics What it is told, such as license.suspended or license.*.
     * @param allowHttp Whether http is allowed on the loopback.
     */
    public record Webhook(
            URI url,
            @Nullable String name,
            @Nullable String secret,
            @Nullable String signingKey,
            @DefaultValue("*") Set<String> topics,
            @DefaultValue("false") boolean allowHttp) {
        @Override
        public String toString() {
            return "Webhook[host=" + url.getHost() + ", name=" + name + ", topics=" + topics + "]";
        }
    }
}
