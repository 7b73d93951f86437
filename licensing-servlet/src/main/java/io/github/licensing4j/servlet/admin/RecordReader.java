package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an object as a record. Unknown members are refused before any value is read; values are then read in the order
 * of the components, so that the same error is reported for every order of the members.
 */
final class RecordReader extends ValueDeserializer<Record> {
    private final Class<? extends Record> type;
    private final Constructor<? extends Record> constructor;
    private final List<Member> members;

    RecordReader(Class<? extends Record> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.constructor = constructor(type, components);
        this.members = Arrays.stream(components).map(Member::of).toList();
    }

    private static Constructor<? extends Record> constructor(
            Class<? extends Record> type, RecordComponent... components) {
        try {
            return type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    @Override
    public Record deserialize(JsonParser parser, DeserializationContext context) {
        ObjectNode object = ValueReaders.object(parser, context);
        List<String> known = names().sorted().toList();
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw ValueReaders.invalid(parser, "unknown member, expected " + String.join(", ", known))
                        .prependPath(type, name);
            }
        }
        return read(object, parser, context);
    }

    private Record read(ObjectNode object, JsonParser parser, DeserializationContext context) {
        return made(members.stream()
                .map(member -> member.group() == null
                        ? read(member, object.get(member.name()), parser, context)
                        : member.group().read(object, parser, context))
                .toArray());
    }

    private Stream<String> names() {
        return members.stream()
                .flatMap(member -> member.group() == null
                        ? Stream.of(member.name())
                        : member.group().names());
    }

    /** Reads a value, and adds the name of its member to the path of an error. */
    private @Nullable Object read(
            Member member, @Nullable JsonNode value, JsonParser parser, DeserializationContext context) {
        try {
            if (value == null ? member.isRequired() : value.isNull() && member.refusesNull()) {
                throw ValueReaders.invalid(parser, "it is required");
            }
            return member.read(value, context);
        } catch (JacksonException e) {
            throw e.prependPath(type, member.name());
        }
    }

    private Record made(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A member of an object.
     *
     * @param name its name in JSON
     * @param type the type of the component
     * @param accessor the accessor of the component, with its annotations
     * @param group reads the members of the same object that the component groups; null for a single member
     */
    private record Member(
            String name,
            Type type,
            Method accessor,
            @Nullable RecordReader group) {

        static Member of(RecordComponent component) {
            Method accessor = component.getAccessor();
            RecordReader group = accessor.isAnnotationPresent(JsonUnwrapped.class)
                    ? new RecordReader(component.getType().asSubclass(Record.class))
                    : null;
            return new Member(RecordReader.name(component), component.getGenericType(), accessor, group);
        }

        private boolean isRequired() {
            JsonProperty property = accessor.getAnnotation(JsonProperty.class);
            return property != null && property.required();
        }

        private boolean refusesNull() {
            JsonSetter setter = accessor.getAnnotation(JsonSetter.class);
            return isRequired() || (setter != null && setter.nulls() == Nulls.FAIL);
        }

        /** Returns whether a single text stands for a list of it. */
        private boolean acceptsSingle() {
            JsonFormat format = accessor.getAnnotation(JsonFormat.class);
            return format != null
                    && Arrays.asList(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        }

        @Nullable
        Object read(@Nullable JsonNode value, DeserializationContext context) {
            ValueDeserializer<?> reader = reader(context);
            if (value == null) {
                return reader.getAbsentValue(context);
            }
            if (value.isNull()) {
                return reader.getNullValue(context);
            }
            if (value.isString() && acceptsSingle()) {
                return List.of(value.stringValue());
            }
            JsonParser parser = value.traverse(context);
            parser.nextToken();
            return reader.deserialize(parser, context);
        }

        private ValueDeserializer<?> reader(DeserializationContext context) {
            Whole whole = accessor.getAnnotation(Whole.class);
            JavaType resolved = context.getTypeFactory().constructType(type);
            return whole == null
                    ? context.findContextualValueDeserializer(resolved, null)
                    : new ValueReaders.WholeReader(whole.max());
        }
    }

    /** Returns the name of a component in JSON. */
    static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }
}
