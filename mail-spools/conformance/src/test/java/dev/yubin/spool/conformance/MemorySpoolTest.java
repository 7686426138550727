package dev.yubin.spool.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.MemorySpool;
import dev.yubin.routing.spool.Spool;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The spool of routing-core, which cannot hold it to its contract itself: the contract stands on routing-core. */
class MemorySpoolTest extends SpoolContract {
    private static final int OCTETS = 4 << 20;

    @Override
    protected Spool open() {
        return new MemorySpool(OCTETS);
    }

    @Test
    void itTakesNoMoreThanItWasMadeFor() throws Exception {
        try (Intake intake = spool().begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.allocate(OCTETS));
            assertThat(catchThrowableOfType(StoreException.class, () -> intake.write(ByteBuffer.allocate(1)))
                            .reason())
                    .isEqualTo(Reason.FULL);
        }
        try (Intake intake = spool().begin(OptionalLong.of(OCTETS))) {
            intake.write(ByteBuffer.allocate(OCTETS));
        }
    }
}
