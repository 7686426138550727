package dev.yubin.imap.server;

import java.util.Arrays;
import java.util.stream.IntStream;

/** ORDEREDSUBJECT: messages of one base subject are one thread, in which the first is answered by all others. RFC 5256 section 3. */
final class SubjectThreads implements Threads {
    private final ThreadForest forest = new ThreadForest();

    @Override
    public void add(Threaded message) {
        forest.add(message);
    }

    @Override
    public ThreadForest joined() {
        int[] byDate = IntStream.range(ThreadForest.ROOT + 1, forest.size()).toArray();
        IntSort.sort(byDate, forest::byDate);
        int[] threads = new int[forest.subjects()];
        Arrays.fill(threads, ThreadForest.ROOT);
        for (int node : byDate) {
            int subject = forest.subject(node);
            forest.append(threads[subject], node);
            threads[subject] = threads[subject] == ThreadForest.ROOT ? node : threads[subject];
        }
        return forest;
    }
}
