package io.github.licensing4j;

/**
 * One endpoint of the host, for checks and lists.
 *
 * @param method the HTTP method, upper case, or {@code *} for all
 * @param pattern the path pattern, such as {@code /v1/cities/{id}}
 * @param handler the code behind it, such as {@code WeatherController#daily}
 * @param declared its declaration
 */
public record Endpoint(String method, String pattern, String handler, Declaration declared) {}
