package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** What guards one account: a lock, and what is called once it is free, for no listener runs under a lock. Calls do not nest. */
final class Guard {
    private static final AtomicLong MADE = new AtomicLong();

    /** Whoever takes several takes them in this order, so that nobody waits in a circle. */
    private final long place = MADE.incrementAndGet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Runnable> afterwards = new LinkedHashSet<>();

    /** What is done under the lock. It checks everything before it changes anything. */
    interface Step<T> {
        T take() throws StoreException;
    }

    /** What is done under the lock and gives nothing back. */
    interface Change {
        void make() throws StoreException;
    }

    void change(Change change) throws StoreException {
        hold(() -> {
            change.make();
            return true;
        });
    }

    <T> T hold(Step<T> step) throws StoreException {
        return holdInOrder(List.of(this), step);
    }

    /** Holds several at once, for a change that is to be seen in all of them or in none. */
    static <T> T holdAll(Collection<Guard> guards, Step<T> step) throws StoreException {
        return holdInOrder(
                guards.stream()
                        .distinct()
                        .sorted(Comparator.comparingLong(guard -> guard.place))
                        .collect(Collectors.toList()),
                step);
    }

    private static <T> T holdInOrder(List<Guard> guards, Step<T> step) throws StoreException {
        List<Runnable> calls = new ArrayList<>();
        guards.forEach(guard -> guard.lock.lock());
        try {
            return step.take();
        } finally {
            for (Guard guard : guards) {
                calls.addAll(guard.afterwards);
                guard.afterwards.clear();
            }
            guards.forEach(guard -> guard.lock.unlock());
            calls.forEach(Runnable::run);
        }
    }

    /** Asks, under the lock, for something to be called once it is free; what equals an earlier one is called once. */
    void afterwards(Runnable call) {
        afterwards.add(call);
    }
}
