package io.github.licensing4j.servlet;

final class TomcatSettlementTest extends SettlementTest {
    @Override
    Containers container() {
        return Containers.TOMCAT;
    }
}
