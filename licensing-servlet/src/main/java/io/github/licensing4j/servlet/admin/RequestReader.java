package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.servlet.admin.ValueReaders.FlagReader;
import io.github.licensing4j.servlet.admin.ValueReaders.JwkReader;
import io.github.licensing4j.servlet.admin.ValueReaders.ListReader;
import io.github.licensing4j.servlet.admin.ValueReaders.MapReader;
import io.github.licensing4j.servlet.admin.ValueReaders.NumberReader;
import io.github.licensing4j.servlet.admin.ValueReaders.OverridesReader;
import io.github.licensing4j.servlet.admin.ValueReaders.PatchReader;
import io.github.licensing4j.servlet.admin.ValueReaders.RecordListReader;
import io.github.licensing4j.servlet.admin.ValueReaders.SetReader;
import io.github.licensing4j.servlet.admin.ValueReaders.TextReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.CollectionType;

/**
 * Maps JSON objects onto request records strictly. An unknown member is an error that names the known ones; a value of
 * another type is an error that names the path of the member and the expected form.
 */
final class RequestReader {
    private static final JsonMapper MAPPER =
            Json.MAPPER.rebuild().addModule(module()).build();

    private RequestReader() {}

    /** Returns the record of an object. */
    static <T extends Record> T read(ObjectNode members, Class<T> type) {
        try {
            return MAPPER.treeToValue(members, type);
        } catch (JacksonException e) {
            throw new InvalidFieldException(path(e), e.getOriginalMessage());
        }
    }

    /** Returns the path of the invalid member. A name that does not look like one may be a secret and is not shown. */
    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(Reference::getPropertyName)
                .map(name -> ReceivedText.isName(name) ? name : "(a member)")
                .collect(Collectors.joining("."));
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        module.setDeserializers(new Kinds());
        return module.addDeserializer(String.class, new TextReader<>("text", text -> text))
                .addDeserializer(Boolean.class, new FlagReader())
                .addDeserializer(BigDecimal.class, new NumberReader())
                .addDeserializer(List.class, new ListReader())
                .addDeserializer(Set.class, new SetReader())
                .addDeserializer(Map.class, new MapReader())
                .addDeserializer(Overrides.class, new OverridesReader())
                .addDeserializer(Jwk.class, new JwkReader())
                .addDeserializer(Instant.class, new TextReader<>(Times.EXPECTED, Times::parse))
                .addDeserializer(Duration.class, new TextReader<>("a time such as PT1H", Duration::parse))
                .addDeserializer(ZoneId.class, new TextReader<>("a zone such as Europe/Vienna", ZoneId::of))
                .addDeserializer(PlanId.class, new TextReader<>("a plan version such as pro@1", PlanId::parse))
                .addDeserializer(ContractPeriod.class, new TextReader<>("a period such as P1Y", ContractPeriod::parse));
    }

    /** Finds the readers of records, enums and generic types. */
    private static final class Kinds extends SimpleDeserializers {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable ValueDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            if (type.hasRawClass(Patch.class)) {
                return new PatchReader(type.containedType(0));
            }
            ValueDeserializer<?> registered = super.findBeanDeserializer(type, config, description);
            return registered == null && type.isRecordType()
                    ? new RecordReader(type.getRawClass().asSubclass(Record.class))
                    : registered;
        }

        @Override
        public @Nullable ValueDeserializer<?> findCollectionDeserializer(
                CollectionType type,
                DeserializationConfig config,
                BeanDescription.Supplier description,
                @Nullable TypeDeserializer elementType,
                @Nullable ValueDeserializer<?> element) {
            return type.getContentType().isRecordType()
                    ? new RecordListReader(type.getContentType())
                    : super.findCollectionDeserializer(type, config, description, elementType, element);
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // The type variable of an enum is itself.
        public ValueDeserializer<?> findEnumDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            return TextReader.choice(type.getRawClass().asSubclass(Enum.class));
        }
    }
}
