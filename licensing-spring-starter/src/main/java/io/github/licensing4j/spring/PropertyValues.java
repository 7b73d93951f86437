package io.github.licensing4j.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Visits every value of a record of properties under its full name, such as {@code licensing.webhooks[0].url}. */
final class PropertyValues {
    private final BiConsumer<String, Object> visitor;

    private PropertyValues(BiConsumer<String, Object> visitor) {
        this.visitor = visitor;
    }

    static void visit(LicensingProperties properties, BiConsumer<String, Object> visitor) {
        new PropertyValues(visitor).visit("licensing", properties);
    }

    private void visit(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                visit(name + "." + DataObjectPropertyName.toDashedForm(component.getName()), read(component, value));
            }
        } else if (value instanceof Collection<?> elements) {
            int i = 0;
            for (Object element : elements) {
                visit(name + "[" + i++ + "]", element);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> visit(name + "." + key, element));
        } else {
            visitor.accept(name, value);
        }
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the component " + component + " cannot be read", e);
        }
    }
}
