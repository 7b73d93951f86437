package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an admin token that no header field would carry unchanged is refused, and never shown. */
@Tag("4.4.6")
class AdminAccessTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "%s\n", "\t%s", "%s\u00a0", "\"%s\"", "'%s'", "%s\"", "`%s`", "a b%s", "ä%s"})
    void refusesTokenNoHeaderCarries(String form) {
        assertThatThrownBy(() -> AdminAccess.token(form.formatted(TOKEN)))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("expected the token alone, without white space and quotes")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void acceptsVisibleAscii() {
        assertThat(AdminAccess.token(TOKEN)).isNotNull();
        assertThat(AdminAccess.token("a\"b'c`d~!{}|" + TOKEN)).isNotNull();
    }
}
