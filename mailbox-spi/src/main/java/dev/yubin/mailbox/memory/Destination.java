package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.StoreException;
import java.util.List;

/** Where an append puts its messages. */
interface Destination {
    /** Asks for room for so many messages of so many octets together. */
    void requireRoom(long messages, long octets) throws StoreException;

    /** Adds all of these messages or none. */
    Appended add(List<Entry.Arrival> arrivals) throws StoreException;
}
