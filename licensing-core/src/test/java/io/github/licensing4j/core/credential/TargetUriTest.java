package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUriTest {
    @ParameterizedTest
    @CsvSource({
        "https://[2001:DB8::1]:443/a, https://[2001:db8::1]/a",
        "https://[2001:db8::1]:8443/a, https://[2001:db8::1]:8443/a",
        "https://h:/a, https://h/a",
        "http://my_host:80, http://my_host/",
        "https://h/%2e%2E/a%2f%7e/./b, https://h/a%2F~/b"
    })
    void normalizesOnce(String address, String normal) {
        assertThat(TargetUri.normalized(address)).contains(normal);
        assertThat(TargetUri.normalized(normal)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h::443/a",
                "https://h:443:/a",
                "https://h:443:443/a",
                "https://h::8443/a",
                "https://:443/a",
                "https://::443/a",
                "https:///a",
                "https://[fe80::1%1]/a",
                "https://[fe80::1%25eth0]/a"
            })
    void needsHostAndOnePort(String address) {
        assertThat(TargetUri.normalized(address)).isEmpty();
    }
}
