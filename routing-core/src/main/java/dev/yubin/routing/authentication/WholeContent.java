package dev.yubin.routing.authentication;

import java.io.IOException;
import java.io.InputStream;

/** A whole message as it is sent but for dot-stuffing: header, empty line and body, lines ending with CR LF. It lies in memory or in a file. */
@FunctionalInterface
public interface WholeContent {
    /** Its octets from the beginning; the caller closes it. May be opened more than once, and not when the call that was given it is over. */
    InputStream open() throws IOException;
}
