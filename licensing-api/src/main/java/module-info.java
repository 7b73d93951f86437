/** Contains the types that host applications and extenders compile against. */
module io.github.licensing4j {
    // Only clients that sign requests need it.
    requires static transitive java.net.http;
    requires static transitive org.jspecify;

    exports io.github.licensing4j;
    exports io.github.licensing4j.admin;
    exports io.github.licensing4j.client;
    exports io.github.licensing4j.spi;
}
