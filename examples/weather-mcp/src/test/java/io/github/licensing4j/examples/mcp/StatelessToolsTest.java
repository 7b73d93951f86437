package io.github.licensing4j.examples.mcp;

/** Tools of a server without sessions. */
class StatelessToolsTest extends ToolScenarios {
    StatelessToolsTest() {
        super("STATELESS");
    }
}
