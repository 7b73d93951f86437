package io.github.licensing4j.spring;

import io.github.licensing4j.Match;
import io.github.licensing4j.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ExpressionAuthorizationDecision;
import org.springframework.security.core.GrantedAuthority;

/**
 * Finds the requirement of a Spring Security rule that denied access: authorities {@code FEATURE_…} and
 * {@code SCOPE_…}.
 */
final class MissingAuthorities {
    private static final Pattern LITERAL = Pattern.compile("(?<=['\"])(?:FEATURE|SCOPE)_[^'\"]+(?=['\"])");
    private static final Pattern ALTERNATIVES = Pattern.compile("hasAny| or |\\|\\|");

    private MissingAuthorities() {}

    /** Returns the requirement that was not met; empty if the rule names no feature and no scope. */
    static Optional<Requirement> of(AccessDeniedException denied) {
        AuthorizationResult result =
                denied instanceof AuthorizationDeniedException known ? known.getAuthorizationResult() : null;
        if (result instanceof AuthorityAuthorizationDecision decision) {
            return requirement(
                    decision.getAuthorities().stream()
                            .map(GrantedAuthority::getAuthority)
                            .toList(),
                    Match.ANY);
        }
        if (result instanceof ExpressionAuthorizationDecision decision) {
            String text = decision.getExpression().getExpressionString();
            return requirement(
                    LITERAL.matcher(text).results().map(MatchResult::group).toList(),
                    ALTERNATIVES.matcher(text).find() ? Match.ANY : Match.ALL);
        }
        return Optional.empty();
    }

    private static Optional<Requirement> requirement(List<String> authorities, Match match) {
        Set<String> features = named(authorities, "FEATURE_");
        if (!features.isEmpty()) {
            return Optional.of(
                    new Requirement(List.of(new Requirement.Features(features, match)), Set.of(), List.of()));
        }
        Set<String> scopes = named(authorities, "SCOPE_");
        return scopes.isEmpty() ? Optional.empty() : Optional.of(new Requirement(List.of(), scopes, List.of()));
    }

    private static Set<String> named(List<String> authorities, String prefix) {
        Set<String> names = new TreeSet<>();
        for (String authority : authorities) {
            if (authority.startsWith(prefix)) {
                names.add(authority.substring(prefix.length()));
            }
        }
        return names;
    }
}
