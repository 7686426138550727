package dev.yubin.imap.server;

import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch;
import dev.yubin.mailbox.feature.NativeSearch.Place;
import java.util.List;

/** Rules out messages by the store's index of words. What is left is looked at as ever, so that SEARCH finds the same without one. */
final class Narrowing {
    private final NativeSearch index;

    private Narrowing(NativeSearch index) {
        this.index = index;
    }

    /** At least those of {@code scope} that all of these keys find; all of it where the mailbox has no index. */
    static UidSet narrow(UidSet scope, Mailbox mailbox, List<SearchKey> keys) throws StoreException {
        return mailbox instanceof NativeSearch index ? new Narrowing(index).all(keys, scope) : scope;
    }

    private UidSet all(List<SearchKey> keys, UidSet scope) throws StoreException {
        UidSet left = scope;
        for (SearchKey key : keys) {
            left = left.isEmpty() ? left : one(key, left);
        }
        return left;
    }

    private UidSet any(List<SearchKey> keys, UidSet scope) throws StoreException {
        UidSet left = UidSet.EMPTY;
        for (SearchKey key : keys) {
            left = left.equals(scope) ? left : left.or(one(key, scope));
        }
        return left;
    }

    /** Of a key that is not among these nothing is ruled out. A candidate need not have the text, so NOT may find it all the same. */
    private UidSet one(SearchKey key, UidSet scope) throws StoreException {
        if (key instanceof SearchKey.Text text && key.kind() == SearchKey.Kind.TEXT) {
            return candidates(scope, place(text.place()), text.text());
        } else if (key instanceof SearchKey.Header header) {
            return candidates(scope, Place.HEADER, header.text());
        } else if (key instanceof SearchKey.Or) {
            return any(key.keys(), scope);
        }
        return key instanceof SearchKey.And ? all(key.keys(), scope) : scope;
    }

    private static Place place(SearchKey.Place place) {
        if (place == SearchKey.Place.BODY) {
            return Place.BODY;
        }
        return place == SearchKey.Place.TEXT ? Place.TEXT : Place.HEADER;
    }

    private UidSet candidates(UidSet scope, Place place, String text) throws StoreException {
        return index.candidates(scope, place, text).map(scope::and).orElse(scope);
    }
}
