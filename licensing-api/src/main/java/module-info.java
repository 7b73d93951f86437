/** Contains the types that host applications and extenders compile against. */
module io.github.licensing4j {
    requires static transitive org.jspecify;

    exports io.github.licensing4j;
    exports io.github.licensing4j.admin;
    exports io.github.licensing4j.spi;
}
