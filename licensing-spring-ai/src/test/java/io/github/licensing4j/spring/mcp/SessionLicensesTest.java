package io.github.licensing4j.spring.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionLicensesTest {

    @Test
    void sessionOutsideOfRequestIsBoundToNoLicense() {
        SessionLicenses sessions = new SessionLicenses();
        sessions.bind("s1");
        assertThat(sessions.size()).isZero();
        assertThat(sessions.check("s1", Optional::empty)).isEmpty();
    }
}
