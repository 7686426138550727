package dev.yubin.benchmarks.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** How much of this JVM's heap was in use right behind a collection, at most: what the program held, and some that was not yet found dead. */
final class LiveHeap {
    private static final Set<String> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final AtomicLong most = new AtomicLong();

    private LiveHeap() {}

    /** Begins to watch. */
    static LiveHeap watch() {
        LiveHeap heap = new LiveHeap();
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(collector -> ((NotificationEmitter) collector)
                        .addNotificationListener(
                                (collected, none) -> heap.note(collected), LiveHeap::isCollection, null));
        return heap;
    }

    private static boolean isCollection(Notification told) {
        return told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION);
    }

    private void note(Notification collected) {
        long live =
                GarbageCollectionNotificationInfo.from((CompositeData) collected.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool -> POOLS.contains(pool.getKey()))
                        .map(Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
        most.accumulateAndGet(live, Math::max);
    }

    /** In octets; 0 where nothing was collected yet. */
    long most() {
        return most.get();
    }
}
