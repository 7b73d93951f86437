package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that carries a protocol needs a credential; its parts are decided and settled by themselves. */
final class CarrierTest {
    private final FakeLicensing licensing = new FakeLicensing();
    private final LicensingFilter filter =
            licensing.filterBuilder().endpoints(request -> Optional.empty()).build();

    /** Runs one part for each path: {@code /part} and {@code /pro} decide one, {@code /session} is refused by its protocol. */
    private static final class Protocol extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            PendingCall call = PendingCall.inside(request).orElseThrow();
            if (!call.admitCarrier(MatchedPath.of("/p"), request, response)) {
                return;
            }
            if (request.getPathInfo().equals("/async") && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync(request, response).dispatch();
            } else if (request.getPathInfo().equals("/session")) {
                call.refuse(Refusal.of("dec_1", RefusalCode.BINDING_MISMATCH, "Another session."), request, response);
            } else if (!request.getPathInfo().equals("/hello")) {
                runPart(call, request.getPathInfo(), response);
            }
        }

        private static void runPart(PendingCall call, String path, HttpServletResponse response) {
            Requirement requirement = path.equals("/pro") ? Requirement.features("pro") : Requirement.license();
            CallPart part =
                    call.part(new CalledEndpoint("MCP", MatchedPath.of(path), new Declaration.Required(requirement)));
            response.setHeader("Refused", String.valueOf(part.decision() instanceof Refused));
            part.settle(201, 1, 2);
            part.settle(500, 0, 0);
        }
    }

    private Containers.Running serve(Containers container) {
        return container.start(List.of(filter), Map.of("/p/*", new Protocol()));
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void carrierNeedsCredentialAlone(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container)) {
            assertThat(server.get("/p/hello").statusCode()).isEqualTo(401);
            assertThat(server.get("/p/hello", "X-API-Key", "k").statusCode()).isEqualTo(200);
            assertThat(server.get("/p/async", "X-API-Key", "k").statusCode()).isEqualTo(200);
            assertThat(licensing.grants).as("nothing is reserved").hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void partIsSettledOnce(Containers container) throws Exception {
        try (var server = serve(container)) {
            assertThat(server.get("/p/part").headers().firstValue("Refused")).contains("false");
            assertThat(licensing.awaitSettlement()).isEqualTo(new Outcome(201, 2, 1, 0));
            assertThat(licensing.unsettled()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void refusedPartLeavesResponseToProtocol(Containers container) throws Exception {
        licensing.refusal = requirement -> requirement.features().isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.of("dec_1", RefusalCode.FEATURE_NOT_LICENSED, "Not included."));
        try (var server = serve(container)) {
            var answer = server.get("/p/pro");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Refused")).contains("true");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void protocolRefusesRequest(Containers container) throws Exception {
        try (var server = serve(container)) {
            var answer = server.get("/p/session");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("\"code\":\"binding-mismatch\"");
            assertThat(licensing.kept).hasSize(1);
        }
    }
}
