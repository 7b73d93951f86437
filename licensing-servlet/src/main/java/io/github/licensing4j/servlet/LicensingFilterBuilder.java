package io.github.licensing4j.servlet;

import io.github.licensing4j.Credential;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.LicensingInfo;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds the filter. Every option states its default. Not safe for use by many threads; the filter is. */
public final class LicensingFilterBuilder {
    private static final int MOST_SIGNED_BODY = 64 * 1024 * 1024;

    private final Licensing licensing;
    private final LicensingInfo info;
    private Set<Credential.Source> credentials = EnumSet.allOf(Credential.Source.class);
    private List<String> include = List.of();
    private List<String> exclude = List.of();
    private List<String> own = List.of();
    private EndpointResolver endpoints = EndpointResolver.mappedServlet();
    private RateLimitStyle headers = RateLimitStyle.DRAFT_11;
    private URI problemsBaseUri = URI.create("https://licensing4j.github.io/problems/");
    private InstantSource clock;
    private EnforcementMode mode = EnforcementMode.ENFORCE;
    private Duration maxAsyncHold = AsyncCalls.DEFAULT_HOLD;
    private ForwardedFields forwarded = ForwardedFields.none();
    private @Nullable URI externalUri;
    private @Nullable Predicate<String> certificateProxies;
    private int maxSignedBody = 1024 * 1024;
    private @Nullable HostTokens hostTokens;
    private @Nullable CallerOrganisation organisation;

    /**
     * Starts with every default.
     *
     * @param licensing decides the calls
     * @param info describes the catalog of the same engine
     */
    public LicensingFilterBuilder(Licensing licensing, LicensingInfo info) {
        this.licensing = licensing;
        this.info = info;
        this.clock = info.clock();
    }

    /**
     * Sets the sources of credentials: default all. A host that uses {@code Authorization} itself leaves its two
     * sources out.
     */
    public LicensingFilterBuilder credentials(Set<Credential.Source> sources) {
        this.credentials = Set.copyOf(sources);
        return this;
    }

    /**
     * Sets the paths inside the license check: default all. {@code *} matches any characters within a segment,
     * {@code **} as a whole segment any number of segments. Patterns are matched on the canonical path, without the
     * context path and ignoring case, as some hosts map paths so.
     */
    public LicensingFilterBuilder include(List<String> patterns) {
        this.include = List.copyOf(patterns);
        return this;
    }

    /** Sets the paths outside the license check although included: default none. */
    public LicensingFilterBuilder exclude(List<String> patterns) {
        this.exclude = List.copyOf(patterns);
        return this;
    }

    /**
     * Sets the paths of the library's own servlets, which are outside: default none. Unlike excluded paths they leave
     * no endpoint of the host outside.
     */
    public LicensingFilterBuilder ownPaths(List<String> patterns) {
        this.own = List.copyOf(patterns);
        return this;
    }

    /** Sets the resolver of declarations: default the annotations of the mapped servlet's class. */
    public LicensingFilterBuilder endpoints(EndpointResolver resolver) {
        this.endpoints = resolver;
        return this;
    }

    /** Sets the header fields that report limits: default {@link RateLimitStyle#DRAFT_11}. */
    public LicensingFilterBuilder headers(RateLimitStyle style) {
        this.headers = style;
        return this;
    }

    /** Sets the base of the {@code type} of problems: default {@code https://licensing4j.github.io/problems/}. */
    public LicensingFilterBuilder problemsBaseUri(URI base) {
        this.problemsBaseUri = base;
        return this;
    }

    /** Sets the clock of {@code Retry-After} and {@code RateLimit}: default that of the engine. */
    public LicensingFilterBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Sets the mode of the engine: default enforce. In observe mode an undecided call passes and is logged. */
    public LicensingFilterBuilder mode(EnforcementMode mode) {
        this.mode = mode;
        return this;
    }

    /**
     * Sets how long an async call may hold its limits, including a concurrency slot: default one hour. A call that has
     * not ended by then is settled, counted and shown in health; its later use is not counted. Set it longer than any
     * stream of this service.
     */
    public LicensingFilterBuilder maxAsyncHold(Duration hold) {
        this.maxAsyncHold = hold;
        return this;
    }

    /**
     * Sets the header fields that describe the license to what is behind the filter: default none. With any, requests
     * inside the license check lose their credentials.
     */
    public LicensingFilterBuilder forward(ForwardedFields fields) {
        this.forwarded = fields;
        return this;
    }

    /**
     * Sets the address of this context as clients use it, such as {@code https://api.example.com}: default that of each
     * request, as the container has resolved it. Proofs of possession name it, so it must be set behind a proxy that
     * changes scheme, host, port or path.
     */
    public LicensingFilterBuilder externalUri(URI address) {
        this.externalUri = address;
        return this;
    }

    /**
     * Sets the proxies that end the TLS connections of clients and pass their certificates on in {@code Client-Cert} (RFC 9440):
     * default none, and the field is ignored. Such a proxy must remove the field from what it receives. The certificate of
     * its own connection is no client certificate.
     *
     * @param addresses accepts the address of a connection if it is that of a trusted proxy
     */
    public LicensingFilterBuilder clientCertFrom(Predicate<String> addresses) {
        this.certificateProxies = addresses;
        return this;
    }

    /**
     * Sets how many bytes of the body of a signed request are read into memory to verify its digest: default 1 MiB, at most
     * 64 MiB. A longer body is refused with {@code body-too-large} where it must be verified.
     */
    public LicensingFilterBuilder maxSignedBody(int bytes) {
        this.maxSignedBody = bytes;
        return this;
    }

    /**
     * Sets the reader of access tokens that the host verifies in front of this filter: default none. Such a token is a credential;
     * the engine needs an OAuth issuer whose tokens are verified by the host.
     */
    public LicensingFilterBuilder hostTokens(HostTokens tokens) {
        this.hostTokens = tokens;
        return this;
    }

    /**
     * Sets what names the organisations of callers, which credentials and licenses may be bound to: default nothing, and only the
     * access token of an identity provider names one.
     */
    public LicensingFilterBuilder organisation(CallerOrganisation named) {
        this.organisation = named;
        return this;
    }

    /**
     * Checks the options and makes the filter.
     *
     * @throws LicensingException if no credential source is left, a pattern is malformed, or the base or the external
     *     address is not absolute
     */
    public LicensingFilter build() {
        if (credentials.isEmpty()) {
            throw new LicensingException("the filter needs at least one credential source");
        }
        if (!problemsBaseUri.isAbsolute()) {
            throw new LicensingException("problems need an absolute base URI, got '" + problemsBaseUri + "'");
        }
        if (maxAsyncHold.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new LicensingException("an async call is held for at least 1 s, got " + maxAsyncHold);
        }
        if (maxSignedBody < 0 || maxSignedBody > MOST_SIGNED_BODY) {
            throw new LicensingException("the body of a signed request is read up to " + maxSignedBody
                    + " bytes: expected 0 to " + MOST_SIGNED_BODY);
        }
        var host = new CallReader.Host(external(externalUri), new ClientCertificates(certificateProxies), organisation);
        var reader = new CallReader(credentials, host, maxSignedBody);
        var limits = new RateLimitHeaders(headers, clock, info::catalog);
        var body = new ProblemBody(withSlash(problemsBaseUri.toString()), info::catalog);
        return new LicensingFilter(
                reader,
                new Enforcement(identifying(reader), info, mode, new UndecidedCalls(clock)),
                new DecisionWriter(body, limits, reader.headersRead(), clock),
                new PathScope(
                        parsed(include).stream().map(PathPattern::ignoringCase).toList(), parsed(exclude), parsed(own)),
                endpoints,
                new AsyncCalls(clock, maxAsyncHold),
                forwarded.fields().isEmpty() ? null : new RequestForwarding(forwarded, reader));
    }

    /** Returns the engine, with what the host says of callers added to their calls. */
    private Licensing identifying(CallReader reader) {
        Licensing named = organisation == null ? licensing : new OrganisationLicensing(licensing, reader);
        return hostTokens == null ? named : new HostTokenLicensing(named, hostTokens);
    }

    private static String external(@Nullable URI address) {
        if (address == null) {
            return "";
        }
        if (!address.isAbsolute() || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new LicensingException(
                    "the external address is '" + address + "', expected an absolute address without a query");
        }
        String text = address.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String withSlash(String base) {
        return base.endsWith("/") ? base : base + "/";
    }

    private static List<PathPattern> parsed(List<String> patterns) {
        return patterns.stream().map(PathPattern::parse).toList();
    }
}
