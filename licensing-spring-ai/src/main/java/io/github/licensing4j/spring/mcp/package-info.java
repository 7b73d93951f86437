/**
 * Licenses for the tools of an MCP server. Start reading at {@link io.github.licensing4j.spring.mcp.ToolCalls}, which decides
 * each call of a tool.
 */
@NullMarked
package io.github.licensing4j.spring.mcp;

import org.jspecify.annotations.NullMarked;
