package io.github.licensing4j.servlet;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.servlet.HostTokens.HostToken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to a call what the host has verified of its token. It does so when the caller is identified: a security filter may read
 * the call before it verifies the token.
 */
final class HostTokenLicensing implements Licensing {
    private final Licensing licensing;
    private final HostTokens tokens;

    HostTokenLicensing(Licensing licensing, HostTokens tokens) {
        this.licensing = licensing;
        this.tokens = tokens;
    }

    @Override
    public Identification identify(Call call) {
        Optional<HostToken> verified = verified(call);
        if (verified.isEmpty()) {
            return licensing.identify(call);
        }
        List<Credential> credentials = credentials(call.credentials(), verified.get());
        return licensing.identify(new Call(call.method(), call.path(), credentials, call.peer(), call.evidence()));
    }

    private Optional<HostToken> verified(Call call) {
        HttpServletRequest request = call.evidence() instanceof RequestEvidence evidence ? evidence.request() : null;
        return request == null ? Optional.empty() : tokens.of(request);
    }

    /**
     * Adds the claims to the credential with the token. A token that is none of the credentials, such as one of a cookie, is a
     * credential of its own, so that the engine sees more than one where there is another.
     */
    private static List<Credential> credentials(List<Credential> read, HostToken token) {
        List<Credential> all = new ArrayList<>(read.size() + 1);
        boolean isFound = false;
        for (Credential credential : read) {
            boolean isToken =
                    isInAuthorization(credential) && credential.value().equals(token.value());
            isFound |= isToken;
            all.add(isToken ? new Credential(credential.source(), credential.value(), token.claims()) : credential);
        }
        if (!isFound) {
            all.add(new Credential(Source.BEARER, token.value(), token.claims()));
        }
        return all;
    }

    private static boolean isInAuthorization(Credential credential) {
        return credential.source() == Source.BEARER || credential.source() == Source.DPOP;
    }

    @Override
    public Decision decide(Identified caller, CalledEndpoint endpoint, Dispatch dispatch) {
        return licensing.decide(caller, endpoint, dispatch);
    }
}
