package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ContentTest {
    private final Content content = Content.of(new byte[] {1, 2, 3, 4, 5});

    @Test
    void octetsInMemoryAreReadFromAnyPlace() throws StoreException {
        ByteBuffer into = ByteBuffer.allocate(3);
        assertThat(content.octets()).isEqualTo(5);
        assertThat(content.read(1, into)).isEqualTo(3);
        assertThat(into.array()).containsExactly(2, 3, 4);
        assertThat(content.read(1, into)).as("no room").isZero();
        assertThat(content.read(4, into.clear())).isEqualTo(1);
        assertThat(into.get(0)).isEqualTo((byte) 5);
    }

    @Test
    void atAndBehindTheEndThereIsNothing() throws StoreException {
        ByteBuffer into = ByteBuffer.allocate(3);
        assertThat(content.read(5, into)).isEqualTo(-1);
        assertThat(content.read(1L << 40, into)).isEqualTo(-1);
        assertThat(Content.of(new byte[0]).read(0, into)).isEqualTo(-1);
    }
}
