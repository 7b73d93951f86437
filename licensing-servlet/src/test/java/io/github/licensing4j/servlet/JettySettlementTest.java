package io.github.licensing4j.servlet;

final class JettySettlementTest extends SettlementTest {
    @Override
    Containers container() {
        return Containers.JETTY;
    }
}
