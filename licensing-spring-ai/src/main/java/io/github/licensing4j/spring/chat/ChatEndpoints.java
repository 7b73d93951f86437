package io.github.licensing4j.spring.chat;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.spring.ProtocolEndpoints;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;

/**
 * The models as endpoints, so that rules for them have an effect and the meters are checked.
 *
 * @param meters the meters of tokens
 */
record ChatEndpoints(TokenMeters meters) implements ProtocolEndpoints {

    @Override
    public List<Endpoint> endpoints() {
        Declaration declared = new Declaration.Required(meters.reserving(0, 0));
        return List.of(new Endpoint(LicensedChat.METHOD, "/**", "ChatClient", declared));
    }

    @Override
    public Set<AnnotatedElement> annotated() {
        return Set.of();
    }

    @Override
    public boolean isCarrier(Object handler) {
        return false;
    }
}
