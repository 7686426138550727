package dev.yubin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final Fault FAULT =
            new Fault(Fault.Cause.TIMEOUT, "pop.osaka.test", 110, "logging in", Optional.empty(), "nothing came");

    @Test
    void whoWaitsIsGivenTheResult() throws FaultException {
        Pending<Integer> pending = new Pending<>();
        pending.complete(7);
        assertThat(pending.await()).isEqualTo(7);
    }

    @Test
    void whoWaitsIsToldTheFaultAlsoBehindAFurtherStep() {
        Pending<Integer> pending = new Pending<>();
        Pending<Integer> further = (Pending<Integer>) pending.thenApply(n -> n + 1);
        pending.completeExceptionally(new FaultException(FAULT));
        assertThat(catchThrowableOfType(FaultException.class, pending::await).fault())
                .isEqualTo(FAULT);
        assertThat(catchThrowableOfType(FaultException.class, further::await).fault())
                .isEqualTo(FAULT);
    }

    @Test
    void whatWasCancelledFailsAsClosedOnThisSide() {
        Pending<Integer> pending = new Pending<>();
        pending.cancel(true);
        assertThat(catchThrowableOfType(FaultException.class, pending::await)
                        .fault()
                        .cause())
                .isEqualTo(Fault.Cause.CLOSED_HERE);
    }
}
