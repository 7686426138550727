package dev.yubin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void oneConnectionsTasksRunInOrderAndNeverTwoAtOnce() throws InterruptedException {
        Executor connection = Workers.standard().inOrder();
        List<Integer> ran = new ArrayList<>(); // of no thread's own: it is the order that keeps it whole
        AtomicBoolean inside = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            connection.execute(() -> {
                if (inside.compareAndSet(false, true)) {
                    ran.add(number);
                }
                inside.set(false);
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEqualTo(IntStream.range(0, 1000).boxed().collect(Collectors.toList()));
    }

    @Test
    void aTaskThatFailsDoesNotEndThoseBehindIt() throws InterruptedException {
        Executor connection = Workers.standard().inOrder();
        CountDownLatch done = new CountDownLatch(1);
        connection.execute(() -> {
            throw new IllegalStateException("made to fail, and to be logged");
        });
        connection.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aConnectionThatWaitsDoesNotHoldUpAnother() throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Workers.standard().inOrder().execute(() -> {
            try {
                stalled.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Workers.standard().inOrder().execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        stalled.countDown();
    }

    @Test
    void anExecutorThatRefusesIsHeardOf() {
        Executor connection = Workers.of(task -> {
                    throw new RejectedExecutionException("full");
                })
                .inOrder();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> connection.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    /** Another thread may give a task while the executor still considers the one before. */
    @Test
    void whatIsTakenBehindATaskThatIsRefusedRunsAllTheSame() {
        List<String> ran = new ArrayList<>();
        AtomicReference<Executor> connection = new AtomicReference<>();
        connection.set(Workers.of(task -> {
                    connection.get().execute(() -> ran.add("behind"));
                    throw new RejectedExecutionException("full");
                })
                .inOrder());
        assertThatThrownBy(() -> connection.get().execute(() -> ran.add("refused")))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(ran).containsExactly("behind");
    }
}
