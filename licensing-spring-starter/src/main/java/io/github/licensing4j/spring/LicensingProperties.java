package io.github.licensing4j.spring;

import io.github.licensing4j.Credential;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.credential.FailedCredentialSettings;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import io.github.licensing4j.core.insight.InsightSettings;
import io.github.licensing4j.servlet.ForwardedFields;
import io.github.licensing4j.servlet.RateLimitStyle;
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
import org.springframework.util.unit.DataSize;

/**
 * The properties under {@code licensing}. An unknown property fails the start.
 *
 * @param enabled Whether calls are checked at all.
 * @param mode Whether refusals are enforced or only reported.
 * @param issuer Exact issuer of the host's own license tokens. Required.
 * @param audience Value that the audience of every license token must contain. Required.
 * @param clockSkew How far clocks of issuers may differ. At most five minutes.
 * @param catalog The catalog.
 * @param keys The keys of the host's own tokens.
 * @param trust Other issuers whose tokens are accepted.
 * @param credentials Sources from which credentials are read.
 * @param filter The servlet filter.
 * @param unannotated What applies to endpoints without an annotation and without a rule.
 * @param documentation Whether API documents of springdoc are open without a license. They are by default.
 * @param describeOperations Whether API documents of springdoc describe what each operation requires of a license, and how it is refused.
 * @param headers Header fields that report what is left of limits.
 * @param forward Header fields for a backend behind this service.
 * @param problems Problem details of refusals.
 * @param limits Bounds of caches and counters.
 * @param externalUri Address of this service as seen from outside. The status list of revoked tokens is published under it, and proofs of possession name it. That of each request for proofs if not set.
 * @param store The license store.
 * @param redis Redis, through which nodes share rates and concurrency.
 * @param admin The admin API.
 * @param cors Pages of other origins that may use the paths of callers.
 * @param tokens Exchange of API keys for license tokens.
 * @param importedKeys API keys of another system that were imported.
 * @param oauth Access tokens of identity providers as credentials.
 * @param proof Proofs that a caller possesses the key of its token.
 * @param signatures Signed calls.
 * @param audit Retention and head of the audit log.
 * @param insight Details of figures over time.
 * @param outage Policies for a store that does not answer.
 * @param webhooks Endpoints that receive the events of licenses over HTTP.
 * @param usage Storage of usage.
 * @param export Export of usage for billing.
 * @param chat Charges for calls of language models.
 * @param clock Trust in the clock.
 */
@ConfigurationProperties(prefix = "licensing", ignoreUnknownFields = false)
public record LicensingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("enforce") EnforcementMode mode,
        @Nullable String issuer,
        @Nullable String audience,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue Catalog catalog,
        @DefaultValue Keys keys,
        @DefaultValue List<Trust> trust,

        @DefaultValue({"bearer", "dpop", "api-key", "license-token", "signature"})
        Set<Credential.Source> credentials,

        @DefaultValue Filter filter,
        @DefaultValue("require-license") Unannotated unannotated,
        @DefaultValue("allow") Documentation documentation,
        @DefaultValue("true") boolean describeOperations,
        @DefaultValue("draft-11") RateLimitStyle headers,
        @DefaultValue Forward forward,
        @DefaultValue Problems problems,
        @DefaultValue Limits limits,
        @Nullable URI externalUri,
        @DefaultValue Store store,
        @DefaultValue Redis redis,
        @DefaultValue Admin admin,
        @DefaultValue Cors cors,
        @DefaultValue Tokens tokens,
        @DefaultValue ImportedKeys importedKeys,
        @DefaultValue @NestedConfigurationProperty OAuthProperties oauth,
        @DefaultValue Proof proof,
        @DefaultValue Signatures signatures,
        @DefaultValue Audit audit,
        @DefaultValue Insight insight,
        @DefaultValue Outage outage,
        @DefaultValue List<Webhook> webhooks,
        @DefaultValue @NestedConfigurationProperty UsageProperties usage,
        @DefaultValue @NestedConfigurationProperty ExportProperties export,
        @DefaultValue @NestedConfigurationProperty ChatProperties chat,
        @DefaultValue Clock clock) {

    /**
     * The catalog.
     *
     * @param location Location of the catalog. A file is watched for changes, a resource inside a jar is read once.
     * @param reloadInterval How often the file is checked for changes. Zero disables reloading.
     * @param shadow Location of a candidate that calls are compared with. It charges and refuses nothing.
     */
    public record Catalog(
            @DefaultValue("classpath:licensing.yaml") String location,
            @DefaultValue("2s") Duration reloadInterval,
            @Nullable String shadow) {}

    /**
     * The host's own keys.
     *
     * @param location A JWK set or PEM file. A private part signs and verifies, a public key verifies.
     * @param jwksUri Address of a published key set of the host's own issuer.
     * @param statusList Address of the status list of the host's own issuer. Only for services without its store.
     * @param generate Whether to generate a key for this process alone. The default is true under the dev profile only.
     */
    public record Keys(
            @Nullable String location,
            @Nullable URI jwksUri,
            @Nullable URI statusList,
            @Nullable Boolean generate) {}

    /**
     * Another issuer.
     *
     * @param issuer Exact issuer of its tokens. Required.
     * @param jwksUri Address of its published key set. Required.
     * @param audience Value that the audience of its tokens must contain. The host's own audience if not set.
     * @param statusList Address of its status list of revoked tokens, or the prefix of the addresses of its numbered lists.
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
     * @param exclude Path patterns that are not checked, although they are included.
     * @param order Order of the filter. That of Spring Security is -100.
     * @param unenforced Classes, or class#method, whose license annotations may stay without effect. Others fail the start.
     * @param maxAsyncHold How long an async call may hold its limits. Set it longer than any stream that is served.
     * @param failedCredentials The limit for failed credentials of one address.
     */
    public record Filter(
            @DefaultValue List<String> include,
            @DefaultValue List<String> exclude,
            @DefaultValue("-50") int order,
            @DefaultValue List<String> unenforced,
            @DefaultValue("1h") Duration maxAsyncHold,
            @DefaultValue FailedCredentials failedCredentials) {}

    /**
     * The limit for failed credentials.
     *
     * @param perMinute How many credentials of one address, or of one IPv6 network of 64 bits, may fail within a minute. More are answered 429; valid ones are not affected. 0 for no limit.
     * @param maxAddresses How many addresses are counted at the same time. Failures of others are not counted.
     */
    public record FailedCredentials(
            @DefaultValue("300") int perMinute,
            @DefaultValue("10000") int maxAddresses) {
        FailedCredentialSettings settings() {
            return new FailedCredentialSettings(perMinute, maxAddresses);
        }
    }

    /**
     * Header fields for a backend behind this service, as an access proxy needs them.
     *
     * @param headers Facts about the license that granted requests carry. With any, fields of callers that start with the prefix and credentials are removed. None by default.
     * @param prefix Prefix of the names of these fields. It ends with a hyphen.
     */
    public record Forward(
            @DefaultValue Set<ForwardedFields.Field> headers,
            @DefaultValue("Licensing-") String prefix) {}

    /**
     * Problem details.
     *
     * @param baseUri Prefix of the type of each problem.
     */
    public record Problems(
            @DefaultValue("https://licensing4j.github.io/problems/")
            URI baseUri) {}

    /**
     * Bounds of memory.
     *
     * @param maxActiveLicenses How many licenses may have counters at once. Beyond it, idle ones are evicted to the usage ledger; stored licenses always get a place, others
     *     share the places by issuer.
     * @param maxCachedTokens How many verified tokens are cached.
     * @param maxKnownLicenses How many stored licenses are cached. Others are read from the store when they call.
     */
    public record Limits(
            @DefaultValue("1000000") int maxActiveLicenses,
            @DefaultValue("100000") int maxCachedTokens,
            @DefaultValue("100000") int maxKnownLicenses) {}

    /**
     * The license store.
     *
     * @param type Kind of the store. Embedded by default where a data directory is set, otherwise memory.
     * @param dataDir Directory of this process alone for the database, the audit key and the signing keys.
     * @param dataSource Name of the DataSource bean of a shared database. Needed where there are several.
     * @param auditKey File with the key of the audit log, created if it is missing. Required with a shared database.
     * @param acceptLoss Losses of stored data to accept once, as the message that refuses the start names them.
     * @param node Unique name of this node, for its chain in the audit log and its usage in the ledger. By default local; with a shared database a name kept beside the journal.
     * @param timeout How long a statement of a shared database may take. Whole seconds.
     * @param migrate Whether the tables of a shared database are created and migrated at the start.
     * @param feedInterval How often the store is read for changes made by other nodes.
     */
    public record Store(
            @Nullable StoreType type,
            @Nullable Path dataDir,
            @Nullable String dataSource,
            @Nullable Path auditKey,
            @DefaultValue List<String> acceptLoss,
            @Nullable String node,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue("true") boolean migrate,
            @DefaultValue("1s") Duration feedInterval) {}

    /** The kinds of stores. */
    public enum StoreType {
        /** In memory: lost with the process. */
        MEMORY,
        /** An SQLite file in the data directory. */
        EMBEDDED,
        /** The database of the host's own DataSource. */
        JDBC
    }

    /**
     * Redis.
     *
     * @param uri Address of Redis, such as rediss://user:password@host:6380/0. Rates and concurrency are not shared through Redis if not set, unless the application has a RedisClient bean of Lettuce.
     * @param timeout How long a call waits for Redis at most.
     * @param keyPrefix Start of all keys in Redis. Nodes with the same one share their limits.
     */
    public record Redis(
            @Nullable String uri,
            @DefaultValue("50ms") Duration timeout,
            @DefaultValue("licensing") String keyPrefix) {
        @Override
        public String toString() {
            return "Redis[uri=" + (uri == null ? "none" : "***") + ", timeout=" + timeout + ", keyPrefix=" + keyPrefix
                    + "]";
        }
    }

    /**
     * The admin API.
     *
     * @param token Bearer token of administrators. At least 32 characters; without it, administration by token is off.
     * @param path Path of the admin API.
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
     * @param ttl How long an exchanged license token is valid.
     * @param refresh Whether an exchange also issues a refresh token, which is good for one exchange.
     * @param refreshTtl How long a refresh token is valid.
     * @param environment Environment that new API keys name. Lower-case letters and digits.
     * @param exchangesPerKey How many exchanges of one API key are answered in a minute, and ten times as many requests of one credential to /me. 1 to
     *     60000; more are answered 429.
     * @param exchangesPerCustomer How many exchanges of all API keys of one customer are answered in a minute, and ten times as many requests of all
     *     its credentials to /me. 1 to 60000; more are answered 429.
     */
    public record Tokens(
            @DefaultValue("15m") Duration ttl,
            @DefaultValue("false") boolean refresh,
            @DefaultValue("30d") Duration refreshTtl,
            @DefaultValue("live") String environment,
            @DefaultValue("300") int exchangesPerKey,
            @DefaultValue("1000") int exchangesPerCustomer) {}

    /**
     * API keys that another system has issued and that were imported.
     *
     * @param prefixes First characters of imported keys, such as sk_live_. A key of another form is not looked up.
     * @param unprefixed Whether any text of 16 to 256 characters that is no token may be an imported key.
     */
    public record ImportedKeys(
            @DefaultValue List<String> prefixes,
            @DefaultValue("false") boolean unprefixed) {}

    /**
     * Proofs of possession.
     *
     * @param dpop Whether DPoP proofs are verified (optional), or required of every credential. Off refuses tokens that are bound to a key.
     * @param dpopNonce Whether a DPoP proof must have a nonce of this service. Nodes with the same audit key accept each other's nonces.
     * @param dpopWindow How long a DPoP proof is accepted after it was made, and how long a nonce is issued. From 1s to 10m.
     * @param mtls Whether client certificates are verified (optional), or required of every credential. Off refuses tokens that are bound to a certificate.
     * @param clientCert The Client-Cert field of proxies.
     * @param signature Whether signatures of calls (RFC 9421) are verified (optional), or required of every call. Off refuses tokens that are bound to a signature key, and the calls of licenses that require signatures.
     */
    public record Proof(
            @DefaultValue("optional") ProofUse dpop,
            @DefaultValue("off") DpopSettings.Nonce dpopNonce,
            @DefaultValue("60s") Duration dpopWindow,
            @DefaultValue("optional") ProofUse mtls,
            @DefaultValue ClientCert clientCert,
            @DefaultValue("optional") SignatureSettings.Use signature) {

        /** Returns the settings of DPoP. */
        DpopSettings settings() {
            return new DpopSettings(dpop, dpopNonce, dpopWindow);
        }
    }

    /**
     * The Client-Cert field, in which a proxy that ends TLS connections passes the certificate of the client on.
     *
     * @param trustedProxies Addresses and CIDR ranges of proxies whose field is read. It is ignored from any other peer, and so from all if empty.
     */
    public record ClientCert(@DefaultValue List<String> trustedProxies) {}

    /**
     * Signed calls (RFC 9421). Whether they are accepted or required is licensing.proof.signature.
     *
     * @param nonce Whether a signature must have a nonce. One with a nonce is accepted once; one without, where that is allowed, as often as it is sent within its window.
     * @param window How long a signature is accepted after it was made. From 1s to 10m.
     * @param tag Tag that a signature must have. Any or none if not set.
     * @param components Further components that every signature must cover, such as content-type: header fields in lower case, or derived components.
     * @param maxBody How much of a body is read into memory to verify its digest. A longer body that must be verified is refused. At most 64MB.
     */
    public record Signatures(
            @DefaultValue("required") SignatureSettings.Nonce nonce,
            @DefaultValue("5m") Duration window,
            @Nullable String tag,
            @DefaultValue List<String> components,
            @DefaultValue("1MB") DataSize maxBody) {

        /** Returns the settings of the engine. */
        SignatureSettings settings(SignatureSettings.Use use) {
            return new SignatureSettings(use, nonce, window, tag, components);
        }
    }

    /**
     * Details of figures over time.
     *
     * @param usageHours Age of a UTC day from which its hours of usage are combined into its first hour. At least 35 days. Never if not set.
     * @param measurementHours How long refusals and latencies are kept by the hour. At least one day.
     * @param measurementDays How long refusals and latencies are kept by the day. At least as long as by the hour.
     * @param pruneHour Hour of the day, in UTC, in which old details are combined and removed.
     * @param signals Signals of misuse and of opportunities.
     */
    public record Insight(
            @Nullable Duration usageHours,
            @DefaultValue("30d") Duration measurementHours,
            @DefaultValue("1096d") Duration measurementDays,
            @DefaultValue("3") int pruneHour,
            @DefaultValue SignalProperties signals) {

        /** Returns the settings of the engine. */
        InsightSettings settings() {
            return new InsightSettings(usageHours, measurementHours, measurementDays, pruneHour);
        }
    }

    /**
     * The audit log.
     *
     * @param retention How long entries are kept. Forever if not set.
     * @param headLocation File with the ends of the audit chains, in a directory that can be written to. Beside the audit key if not set.
     */
    public record Audit(
            @Nullable Duration retention, @Nullable Path headLocation) {}

    /**
     * Outages.
     *
     * @param license What applies to calls while the license store does not answer. A license that was never read is refused in any case.
     * @param maxStaleness How old cached license data may be under the policy cached.
     * @param rate What applies to rates and concurrency while Redis does not answer. Open grants every call.
     * @param quota What applies to quotas that nodes share while the database does not answer. Open lets each node exceed a quota by its calls meanwhile, up to the amount that it knows to be left.
     * @param credits What applies to credits that nodes share while the database does not answer. Open lets each node consume credits meanwhile up to the balance that it knows.
     * @param replay What applies to proofs of possession while the store of used proofs does not answer. Open lets each node accept a proof once.
     */
    public record Outage(
            @DefaultValue("cached") OutagePolicy.Licenses license,
            @DefaultValue("5m") Duration maxStaleness,
            @DefaultValue("local-share") OutagePolicy.Rates rate,
            @DefaultValue("leased-only") OutagePolicy.Quotas quota,
            @DefaultValue("leased-only") OutagePolicy.Quotas credits,
            @DefaultValue("closed") OutagePolicy.Replays replay) {}

    /**
     * The clock.
     *
     * @param acceptUntil Instant up to which calls in the journal may be ahead of the clock, after the clock was wrong. Each start needs it until the clock is less than a day behind. At most one day ahead if not set.
     */
    public record Clock(@Nullable Instant acceptUntil) {}

    /**
     * An endpoint of webhooks. It receives events of licenses, signed as Standard Webhooks specifies.
     *
     * @param url Address to which messages are posted. Required. Https, or http to a loopback address where that is allowed.
     * @param name Name under which its messages are stored. Derived from the address if not set.
     * @param secret Secret that the endpoint shares, whsec_ and Base64. Exclusive with the signing key.
     * @param signingKey Ed25519 key that signs, whsk_ and Base64. Exclusive with the secret.
     * @param topics Topics that it receives, such as license.suspended or license.*.
     * @param allowHttp Whether http to a loopback address is allowed.
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
