package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.smtp.Reply;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static final Reply WRONG = Reply.of(500, "5.5.1", "No");

    private final Errors errors =
            new Errors(SmtpLimits.standard().errors(9).errorsAnsweredAtOnce(2).errorDelay(Duration.ofSeconds(1)));

    @Test
    void eachErrorBehindTheFirstFewWaitsLongerUpToABound() {
        assertThat(IntStream.range(0, 9).map(i -> {
                    errors.counted(WRONG);
                    return (int) errors.takeDelay().toSeconds();
                }))
                .containsExactly(0, 0, 1, 2, 3, 4, 5, 5, 5);
    }

    @Test
    void aDelayIsOwedOnceAndForErrorsAlone() {
        IntStream.range(0, 4).forEach(i -> errors.counted(WRONG));
        assertThat(errors.counted(Reply.of(250, "2.0.0", "Ok")).code()).isEqualTo(250);
        assertThat(errors.counted(Reply.of(451, "4.3.0", "Later")).code()).isEqualTo(451);
        assertThat(errors.takeDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(errors.takeDelay()).isZero();
    }

    @Test
    void theLastErrorEndsIt() {
        IntStream.range(0, 8).forEach(i -> assertThat(errors.counted(WRONG)).isEqualTo(WRONG));
        assertThat(errors.counted(WRONG)).hasToString("421 4.7.0 Too many errors; the last was: 500 5.5.1 No");
    }
}
