package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.SEGMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests waiting for the next segment if it cannot be created. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.3")
class SegmentPreallocatorTest {
    @TempDir
    Path directory;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private SegmentPreallocator segmentPreallocator;
    private Thread thread;

    @BeforeEach
    void start() {
        JournalSettings settings = new JournalFixture(directory).settings();
        segmentPreallocator = new SegmentPreallocator(this::preallocate, new SegmentCatalog(settings), settings, 1);
        thread = new Thread(segmentPreallocator::run);
    }

    @AfterEach
    void stop() throws InterruptedException {
        segmentPreallocator.close();
        thread.join();
    }

    private PreallocatedSegment preallocate(SegmentName name, int size) throws IOException {
        if (failure.get() instanceof Error error) {
            throw error;
        }
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
        Path file = Files.write(directory.resolve(name.fileName()), new byte[size]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new PreallocatedSegment(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, NoClassDefFoundError.class, IllegalStateException.class})
    void retriesAfterErrorWithoutBlockingCallers(Class<? extends Throwable> kind) throws Exception {
        failure.set(kind.getConstructor(String.class).newInstance("planted"));
        thread.start();
        assertThat(segmentPreallocator.take()).isNull();
        assertThat(segmentPreallocator.supply().full())
                .contains("no segment of " + SEGMENT, kind.getSimpleName(), "planted");
        failure.set(null);
        while (!segmentPreallocator.supply().hasNext()) {
            segmentPreallocator.wake();
            Thread.onSpinWait();
        }
        assertThat(segmentPreallocator.supply().full()).isNull();
        assertThat(segmentPreallocator.take())
                .extracting(PreallocatedSegment::map)
                .extracting(ByteBuffer::capacity)
                .isEqualTo(SEGMENT);
    }

    /** An error whose description fails, as one of memory may. */
    private static final class Indescribable extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no memory for a text");
        }
    }

    @Test
    void indescribableErrorDoesNotHang() {
        failure.set(new Indescribable());
        thread.start();
        assertThat(segmentPreallocator.take()).isNull();
        assertThat(segmentPreallocator.supply().full()).isEqualTo("no segment could be made");
        failure.set(null);
        while (!segmentPreallocator.supply().hasNext()) {
            segmentPreallocator.wake();
            Thread.onSpinWait();
        }
        assertThat(segmentPreallocator.take())
                .isNotNull()
                .extracting(PreallocatedSegment::map)
                .isInstanceOf(MappedByteBuffer.class);
    }

    @Test
    void takenSegmentCountsAsRoom() {
        thread.start();
        PreallocatedSegment next = segmentPreallocator.take();
        assertThat(next).isNotNull();
        // The journal switches to it: the old segment is full, and the new one is not in use yet.
        assertThat(segmentPreallocator.supply().hasNext()).isTrue();
        failure.set(new IllegalStateException("planted"));
        segmentPreallocator.settle(null);
        assertThat(segmentPreallocator.take()).isNull();
        assertThat(segmentPreallocator.supply().hasNext()).isFalse();
    }
}
