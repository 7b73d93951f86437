package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import org.junit.jupiter.api.Test;

class SignalSettingsTest {
    @Test
    void acceptsTheLeastOfEach() {
        assertThat(new SignalSettings(2, 2, 2, 2, 2, 2, 1, 1, 1, 1)).isNotEqualTo(SignalSettings.defaults());
        assertThat(new SignalSettings(8, 4, 20, 20, 50, 4, 100, 100, 3, 20)).isEqualTo(SignalSettings.defaults());
    }

    @Test
    void rejectsWhatFindsEveryLicenseOrNone() {
        rejects("networks", () -> new SignalSettings(1, 2, 2, 2, 2, 2, 1, 1, 1, 1));
        rejects("devices", () -> new SignalSettings(2, 1, 2, 2, 2, 2, 1, 1, 1, 1));
        rejects("bad-credentials", () -> new SignalSettings(2, 2, 1, 2, 2, 2, 1, 1, 1, 1));
        rejects("endpoints", () -> new SignalSettings(2, 2, 2, 1, 2, 2, 1, 1, 1, 1));
        rejects("paths", () -> new SignalSettings(2, 2, 2, 2, 1, 2, 1, 1, 1, 1));
        rejects("burst-factor", () -> new SignalSettings(2, 2, 2, 2, 2, 1, 1, 1, 1, 1));
        rejects("burst-calls", () -> new SignalSettings(2, 2, 2, 2, 2, 2, 0, 1, 1, 1));
        rejects("silence-calls", () -> new SignalSettings(2, 2, 2, 2, 2, 2, 1, 0, 1, 1));
        rejects("networks", () -> new SignalSettings(65, 2, 2, 2, 2, 2, 1, 1, 1, 1));
        rejects("devices", () -> new SignalSettings(2, 65, 2, 2, 2, 2, 1, 1, 1, 1));
        rejects("bad-credentials", () -> new SignalSettings(2, 2, 65, 2, 2, 2, 1, 1, 1, 1));
        rejects("paths", () -> new SignalSettings(2, 2, 2, 2, 65, 2, 1, 1, 1, 1));
        rejects("refused-days", () -> new SignalSettings(2, 2, 2, 2, 2, 2, 1, 1, 0, 1));
        rejects("refused-days", () -> new SignalSettings(2, 2, 2, 2, 2, 2, 1, 1, 15, 1));
        rejects("refused-calls", () -> new SignalSettings(2, 2, 2, 2, 2, 2, 1, 1, 1, 0));
    }

    private static void rejects(String name, Runnable create) {
        assertThatThrownBy(create::run)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("licensing.insight.signals." + name);
    }
}
