package io.github.licensing4j.servlet;

import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a form whose content is in memory. */
final class BufferedPart implements Part {
    private final String name;
    private final @Nullable String fileName;
    private final Map<String, String> fields;
    private final byte[] content;

    /** @param fields the header fields by their names in lower case */
    BufferedPart(String name, @Nullable String fileName, Map<String, String> fields, byte[] content) {
        this.name = name;
        this.fileName = fileName;
        this.fields = Map.copyOf(fields);
        this.content = content;
    }

    /** Returns the content of a part that is no file; null for a file. */
    byte @Nullable [] field() {
        return fileName == null ? content : null;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public @Nullable String getContentType() {
        return fields.get("content-type");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String getSubmittedFileName() {
        return fileName;
    }

    @Override
    public long getSize() {
        return content.length;
    }

    /** Writes the content to a file: its path is absolute, or below the directory of temporary files. */
    @Override
    public void write(String file) throws IOException {
        Path path = Path.of(file);
        Files.write(
                path.isAbsolute()
                        ? path
                        : Path.of(System.getProperty("java.io.tmpdir")).resolve(path),
                content);
    }

    /** Does nothing: no file was made. */
    @Override
    public void delete() {}

    @Override
    public @Nullable String getHeader(String field) {
        return fields.get(field.toLowerCase(Locale.ROOT));
    }

    @Override
    public Collection<String> getHeaders(String field) {
        String value = getHeader(field);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return fields.keySet();
    }
}
