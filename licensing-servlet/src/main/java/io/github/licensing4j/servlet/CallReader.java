package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads method, path, credentials and peer of a request. It never reads a form.
 *
 * <p>Nothing is refused here. A second credential, a second line of a header (of {@code Authorization} whatever its
 * scheme) and a second value within a line each count as a credential of their own, so that the engine sees more than one.
 */
final class CallReader {
    private static final String AUTHORIZATION = "Authorization";
    private static final String API_KEY = "X-API-Key";
    private static final String DEVICE = "License-Device";
    private static final String LICENSE_TOKEN = "License-Token";
    private static final String DPOP = "DPoP";
    static final String SIGNATURE_INPUT = "Signature-Input";
    private static final String SIGNATURE = "Signature";

    /** Every header field that calls are read from. */
    static final List<String> FIELDS =
            List.of(AUTHORIZATION, API_KEY, DEVICE, LICENSE_TOKEN, DPOP, SIGNATURE_INPUT, SIGNATURE, "Content-Digest");

    private final boolean bearer;
    private final boolean dpop;
    private final boolean apiKey;
    private final boolean licenseToken;
    private final boolean signature;
    private final int maxSignedBody;
    private final String external;
    private final ClientCertificates certificates;
    private final @Nullable CallerOrganisation organisation;

    /**
     * The knowledge of the host about its requests.
     *
     * @param external the address of the context as clients use it, empty if it is that of each request
     * @param certificates finds the certificates of clients
     * @param organisation names the organisations of callers, null if the host names none
     */
    record Host(
            String external,
            ClientCertificates certificates,
            @Nullable CallerOrganisation organisation) {}

    /** @param maxSignedBody how many bytes of the body of a request with a signature are read at most */
    CallReader(Set<Source> sources, Host host, int maxSignedBody) {
        this.organisation = host.organisation;
        this.external = host.external;
        this.maxSignedBody = maxSignedBody;
        this.signature = sources.contains(Source.SIGNATURE);
        this.certificates = host.certificates;
        this.bearer = sources.contains(Source.BEARER);
        this.dpop = sources.contains(Source.DPOP);
        this.apiKey = sources.contains(Source.API_KEY);
        this.licenseToken = sources.contains(Source.LICENSE_TOKEN);
    }

    /**
     * Reads a call. The device is the caller's claim; the user is the one that the host authenticated before this
     * filter. The organisation is not read yet.
     */
    Call read(HttpServletRequest request) {
        boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        var peer = new Call.Peer(
                request.getRemoteAddr(),
                forwarded ? Call.Route.FORWARDED : Call.Route.DIRECT,
                request.getRemoteUser(),
                request.getHeader(DEVICE),
                null);
        return new Call(
                request.getMethod(),
                RequestPaths.of(request),
                credentials(request),
                peer,
                new RequestEvidence(
                        request,
                        external,
                        certificates,
                        request.getHeader(SIGNATURE_INPUT) == null ? null : SignedBody.of(request, maxSignedBody)));
    }

    /**
     * Returns a call with the organisation of its caller. A security filter may have read the call before it authenticated the
     * caller.
     */
    Call withOrganisation(Call call) {
        if (organisation == null || !(call.evidence() instanceof RequestEvidence evidence)) {
            return call;
        }
        HttpServletRequest request = evidence.request();
        String name = request == null ? null : organisation.of(request);
        if (name == null || name.isEmpty()) {
            return call;
        }
        Call.Peer peer = call.peer();
        return new Call(
                call.method(),
                call.path(),
                call.credentials(),
                new Call.Peer(peer.address(), peer.route(), peer.user(), peer.device(), name),
                call.evidence());
    }

    /**
     * Returns the header fields that credentials and their proofs are read from, in the form of a {@code Vary} field. Proofs belong to
     * it: without them a cache would answer a caller that has a bound token and no proof (for {@code Client-Cert}, RFC 9440 §3).
     */
    String headersRead() {
        List<String> names = new ArrayList<>();
        if (bearer || dpop) {
            names.add(AUTHORIZATION);
        }
        if (apiKey) {
            names.add(API_KEY);
        }
        if (licenseToken) {
            names.add(LICENSE_TOKEN);
        }
        names.add(DEVICE);
        if (dpop) {
            names.add(DPOP);
        }
        if (signature) {
            names.add(SIGNATURE_INPUT);
            names.add(SIGNATURE);
        }
        if (certificates.readsField()) {
            names.add(ClientCertificates.FIELD);
        }
        return String.join(", ", names);
    }

    /** Returns whether credentials or their proofs are read from a header field. */
    boolean reads(String name) {
        return ((bearer || dpop) && AUTHORIZATION.equalsIgnoreCase(name))
                || (apiKey && API_KEY.equalsIgnoreCase(name))
                || (licenseToken && LICENSE_TOKEN.equalsIgnoreCase(name))
                || (dpop && DPOP.equalsIgnoreCase(name));
    }

    /** Returns whether a line of a header field that is read is a credential or a proof. */
    boolean isCredential(String name, String line) {
        return reads(name) && (!AUTHORIZATION.equalsIgnoreCase(name) || scheme(line) != null);
    }

    private List<Credential> credentials(HttpServletRequest request) {
        List<Credential> found = List.of();
        if (bearer || dpop) {
            found = authorization(request, found);
        }
        if (apiKey) {
            found = named(request, API_KEY, Source.API_KEY, found);
        }
        if (licenseToken) {
            found = named(request, LICENSE_TOKEN, Source.LICENSE_TOKEN, found);
        }
        return found.isEmpty() && signature && request.getHeader(SIGNATURE_INPUT) != null ? signed(request) : found;
    }

    /** Returns the signatures of a request without another credential, as one: the engine finds the one that is ours. */
    private static List<Credential> signed(HttpServletRequest request) {
        String lines = String.join(", ", Collections.list(request.getHeaders(SIGNATURE_INPUT)));
        return List.of(new Credential(Source.SIGNATURE, lines));
    }

    private List<Credential> authorization(HttpServletRequest request, List<Credential> found) {
        if (request.getHeader(AUTHORIZATION) == null) {
            return found;
        }
        List<Credential> all = found;
        Enumeration<String> lines = request.getHeaders(AUTHORIZATION);
        String line = lines.nextElement();
        boolean several = lines.hasMoreElements();
        while (true) {
            Source source = scheme(line);
            if (source != null) {
                all = values(source, line.substring(schemeLength(source)), all);
            } else if (several) {
                // Another reader may use the line that we would skip.
                all = with(all, new Credential(Source.BEARER, ""));
            }
            if (!lines.hasMoreElements()) {
                return all;
            }
            line = lines.nextElement();
        }
    }

    private @Nullable Source scheme(String line) {
        if (bearer && hasScheme(line, "Bearer")) {
            return Source.BEARER;
        }
        return dpop && hasScheme(line, DPOP) ? Source.DPOP : null;
    }

    private static int schemeLength(Source source) {
        return source == Source.BEARER ? "Bearer".length() : DPOP.length();
    }

    private static boolean hasScheme(String line, String scheme) {
        int length = scheme.length();
        return line.regionMatches(true, 0, scheme, 0, length)
                && (line.length() == length || line.charAt(length) == ' ' || line.charAt(length) == '\t');
    }

    private static List<Credential> named(
            HttpServletRequest request, String header, Source source, List<Credential> found) {
        if (request.getHeader(header) == null) {
            return found;
        }
        List<Credential> all = found;
        for (Enumeration<String> lines = request.getHeaders(header); lines.hasMoreElements(); ) {
            all = values(source, lines.nextElement(), all);
        }
        return all;
    }

    /** Adds the values of one line. A comma separates two of them: no credential of ours contains one. */
    private static List<Credential> values(Source source, String line, List<Credential> found) {
        int comma = line.indexOf(',');
        if (comma < 0) {
            return with(found, new Credential(source, line.trim(), null));
        }
        List<Credential> first =
                with(found, new Credential(source, line.substring(0, comma).trim()));
        return with(first, new Credential(source, line.substring(comma + 1).trim()));
    }

    private static List<Credential> with(List<Credential> found, Credential next) {
        if (found.isEmpty()) {
            return List.of(next);
        }
        List<Credential> all = new ArrayList<>(found);
        all.add(next);
        return all;
    }
}
