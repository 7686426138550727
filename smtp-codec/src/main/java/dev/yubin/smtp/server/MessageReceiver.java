package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;

/** Says yes to everything, and hands each message on once it is whole. */
record MessageReceiver(MessageHandler handler, int inMemoryOctets) implements SmtpApplication {
    /** A handler is given octets, and addresses as they are. */
    @Override
    public Offers offers() {
        return Offers.of(Extension.BINARYMIME, Extension.SMTPUTF8);
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) {
        return MessageSink.whole(peer, envelope, inMemoryOctets, handler);
    }
}
