package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.core.credential.TargetUri;
import io.github.licensing4j.core.credential.TokenFault;
import java.net.URI;
import java.util.List;

/** Computes the values of the components of a request (RFC 9421 §2). Its address is the one that the client used. */
final class SignedRequest {
    private final Call call;
    private final String scheme;
    private final String authority;
    private final String path;
    /** The query with its question mark; empty without a query. */
    private final String query;

    private SignedRequest(Call call, URI uri, String origin) {
        int authorityAt = origin.indexOf("://") + 3;
        this.call = call;
        this.scheme = origin.substring(0, authorityAt - 3);
        this.authority = origin.substring(authorityAt);
        this.path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    static SignedRequest of(Call call) throws TokenFault {
        URI uri = call.evidence()
                .effectiveUri()
                .orElseThrow(() -> TokenFault.invalid("the address of the request is not known"));
        String normalized = TargetUri.normalized(uri)
                .orElseThrow(() -> TokenFault.invalid("the address of the request is no http or https address"));
        return new SignedRequest(call, uri, TargetUri.origin(normalized));
    }

    /** Returns the value of a component, without line breaks and in ASCII. */
    String value(Component component) throws TokenFault {
        return component.isDerived() ? derived(component) : field(component);
    }

    private String derived(Component component) throws TokenFault {
        String value = switch (component.name()) {
            case "@method" -> call.method();
            case "@target-uri" -> scheme + "://" + authority + path + query;
            case "@authority" -> authority;
            case "@scheme" -> scheme;
            case "@request-target" -> path + query;
            case "@path" -> path;
            case "@query" -> query.isEmpty() ? "?" : query;
            case "@query-param" -> QueryParameters.value(query, String.valueOf(component.queryName()));
            default -> throw TokenFault.invalid("it covers a derived component that a request does not have");
        };
        if (!value.chars().allMatch(c -> c > ' ' && c <= '~') && !value.isEmpty()) {
            throw TokenFault.invalid("a derived component has characters that are not ASCII");
        }
        return value;
    }

    private String field(Component component) throws TokenFault {
        List<String> lines = call.evidence().header(component.name());
        if (lines.isEmpty()) {
            throw TokenFault.invalid("it covers a field that is absent");
        }
        return FieldValues.of(component, lines);
    }
}
