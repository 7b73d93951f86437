package io.github.licensing4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request without credentials, with header fields that describe its license. They appear once the call is granted, which
 * may be after this object was made. Of {@code Connection} it hides options that name a forwarded field, because a proxy
 * that removes the named fields would remove them (RFC 9110 section 7.6.1).
 *
 * <p>Outside the license check a request keeps its credentials, as they may be of another kind. Async cycles are started
 * with this request; the container would start them with its own.
 */
final class ForwardedRequest extends HttpServletRequestWrapper {
    private static final String CONNECTION = "Connection";

    private final HttpServletResponse response;
    private final PendingCall call;
    private final RequestForwarding forwarding;

    ForwardedRequest(
            HttpServletRequest request, HttpServletResponse response, PendingCall call, RequestForwarding forwarding) {
        super(request);
        this.response = response;
        this.call = call;
        this.forwarding = forwarding;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (isAsReceived(name)) {
            return super.getHeader(name);
        }
        List<String> lines = lines(name);
        return lines.isEmpty() ? null : lines.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isAsReceived(name) ? super.getHeaders(name) : Collections.enumeration(lines(name));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Enumeration<String> all = super.getHeaderNames(); all.hasMoreElements(); ) {
            String name = all.nextElement();
            if (isAsReceived(name) || (!forwarding.isOwn(name) && !lines(name).isEmpty())) {
                names.add(name);
            }
        }
        names.addAll(forwarding.fields(call).keySet());
        return Collections.enumeration(names);
    }

    @Override
    public int getIntHeader(String name) {
        if (isAsReceived(name)) {
            return super.getIntHeader(name);
        }
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    /** Returns -1 if a field is hidden; no other one that this request changes is a date. */
    @Override
    public long getDateHeader(String name) {
        if (isAsReceived(name)) {
            return super.getDateHeader(name);
        }
        String value = getHeader(name);
        if (value != null) {
            throw new IllegalArgumentException(name + " is no date: '" + value + "'");
        }
        return -1;
    }

    @Override
    public Map<String, String> getTrailerFields() {
        Map<String, String> trailers = super.getTrailerFields();
        if (trailers.keySet().stream().noneMatch(forwarding::isOwn)) {
            return trailers;
        }
        Map<String, String> kept = new TreeMap<>(trailers);
        kept.keySet().removeIf(forwarding::isOwn);
        return kept;
    }

    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }

    private boolean isAsReceived(String name) {
        return !forwarding.isOwn(name)
                && !CONNECTION.equalsIgnoreCase(name)
                && !(call.isInside() && forwarding.mayBeCredential(name));
    }

    private List<String> lines(String name) {
        if (forwarding.isOwn(name)) {
            return own(name);
        }
        List<String> kept = new ArrayList<>();
        for (Enumeration<String> lines = super.getHeaders(name); lines.hasMoreElements(); ) {
            String line = lines.nextElement();
            if (CONNECTION.equalsIgnoreCase(name)) {
                kept.add(withoutOwn(line));
            } else if (!forwarding.isCredential(name, line)) {
                kept.add(line);
            }
        }
        kept.removeIf(String::isEmpty);
        return kept;
    }

    private List<String> own(String name) {
        for (Map.Entry<String, String> field : forwarding.fields(call).entrySet()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return List.of(field.getValue());
            }
        }
        return List.of();
    }

    private String withoutOwn(String options) {
        List<String> kept = new ArrayList<>();
        for (String option : options.split(",", -1)) {
            if (!forwarding.isOwn(option.strip())) {
                kept.add(option.strip());
            }
        }
        return String.join(", ", kept);
    }
}
