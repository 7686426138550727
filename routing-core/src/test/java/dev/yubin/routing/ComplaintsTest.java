package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private final Complaints complaints = new Complaints();

    private boolean isNews(String server, Cause cause) {
        Fault fault = new Fault(cause, "mx.osaka.test", 25, "connecting", Optional.empty(), "nobody is there");
        return complaints.isNews(NextHop.of(server), new FaultException(fault));
    }

    @Test
    void aServerThatIsDownForHoursIsNewsOnceForEachCause() {
        assertThat(isNews("one", Cause.NOTHING_LISTENS)).isTrue();
        assertThat(isNews("one", Cause.NOTHING_LISTENS)).isFalse();
        assertThat(isNews("two", Cause.NOTHING_LISTENS)).isTrue();
        assertThat(isNews("one", Cause.CONNECT_TIMEOUT)).isTrue();
        assertThat(isNews("one", Cause.CONNECT_TIMEOUT)).isFalse();
        assertThat(isNews("one", Cause.NOTHING_LISTENS)).isTrue();
    }

    @Test
    void onceItHasTakenAMessageItIsNewsAgain() {
        isNews("one", Cause.NOTHING_LISTENS);
        complaints.handedOver(NextHop.of("one"));
        assertThat(isNews("one", Cause.NOTHING_LISTENS)).isTrue();
    }
}
