package dev.yubin.imap.server;

import dev.yubin.mailbox.feature.AccountNews;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a store has told and a client has not heard yet: no more than a bound, beyond which it is only known that it is too much. Any thread. */
final class NewsQueue implements Consumer<AccountNews> {
    private final int most;
    private final Runnable wake;
    /** In the order in which they came; guarded by itself. */
    private final Set<AccountNews> news = new LinkedHashSet<>();

    private boolean tooMany;

    NewsQueue(int most, Runnable wake) {
        this.most = most;
        this.wake = wake;
    }

    @Override
    public void accept(AccountNews more) {
        synchronized (news) {
            tooMany |= news.size() >= most && !news.contains(more);
            if (tooMany) {
                news.clear();
            } else {
                news.add(more);
            }
        }
        wake.run();
    }

    boolean hasNews() {
        synchronized (news) {
            return tooMany || !news.isEmpty();
        }
    }

    boolean hasTooMany() {
        synchronized (news) {
            return tooMany;
        }
    }

    /** All that is there. */
    List<AccountNews> take() {
        synchronized (news) {
            List<AccountNews> taken = List.copyOf(news);
            news.clear();
            return taken;
        }
    }
}
