package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.admin.NewLicense;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests services of the host that manage licenses in its own process. */
@Tag("4.5.10")
class LicenseAdminBeanTest {

    /** As a host writes it. */
    record Signup(LicenseAdmin licenses) {
        String signUp(String customer) {
            return licenses.licenses()
                    .create(NewLicense.of(customer, PlanId.parse("free@1")), AdminContext.by("signup"))
                    .id();
        }
    }

    @EnableAutoConfiguration
    @Import(Signup.class)
    static class App {}

    @EnableAutoConfiguration
    static class OwnApp {
        private static final LicenseAdmin OWN = (LicenseAdmin) Proxy.newProxyInstance(
                LicenseAdmin.class.getClassLoader(),
                new Class<?>[] {LicenseAdmin.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });

        @Bean
        LicenseAdmin own() {
            return OWN;
        }
    }

    @Test
    void injectsTheAdministrationOfTheEngine() {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            String license = host.bean(Signup.class).signUp("acme");
            LicenseAdmin known = host.bean(LicenseManagement.class).admin().orElseThrow();
            assertThat(known).isSameAs(host.bean(LicenseAdmin.class));
            assertThat(known.licenses().get(license).id()).isEqualTo(license);
        }
    }

    @Test
    void backsOffForABeanOfTheHost() {
        try (Host host = Host.start(OwnApp.class, Host.WITHOUT_SECURITY)) {
            assertThat(host.bean(LicenseAdmin.class) == OwnApp.OWN).isTrue();
        }
    }
}
