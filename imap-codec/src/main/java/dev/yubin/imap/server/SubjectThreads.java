package dev.yubin.imap.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ORDEREDSUBJECT: messages of one base subject are one thread, in which the first is answered by all others. RFC 5256 section 3. */
final class SubjectThreads {
    private SubjectThreads() {}

    static List<ThreadNode> of(List<Threaded> found) {
        List<Threaded> byDate = new ArrayList<>(found);
        byDate.sort(Threaded.BY_DATE);
        Map<ByteBuffer, ThreadNode> threads = new LinkedHashMap<>();
        for (Threaded message : byDate) {
            ThreadNode node = new ThreadNode(message);
            ThreadNode first = threads.putIfAbsent(message.subject(), node);
            if (first != null) {
                first.add(node);
            }
        }
        return List.copyOf(threads.values()); // the first ones by date as well
    }
}
