/** The library as a servlet filter. */
module io.github.licensing4j.servlet {
    requires transitive io.github.licensing4j;
    requires transitive jakarta.servlet;
    requires com.fasterxml.jackson.annotation;
    requires java.management;
    requires static org.jspecify;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports io.github.licensing4j.servlet;
    exports io.github.licensing4j.servlet.admin;

    // Jackson reads and writes the records of the management API, which are package-private.
    opens io.github.licensing4j.servlet.admin to
            tools.jackson.databind;
}
