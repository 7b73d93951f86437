/**
 * An MCP server whose tools have licenses. Start reading at {@link io.github.licensing4j.examples.mcp.WeatherTools}.
 */
@NullMarked
package io.github.licensing4j.examples.mcp;

import org.jspecify.annotations.NullMarked;
