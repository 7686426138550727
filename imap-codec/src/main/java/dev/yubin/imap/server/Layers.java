package dev.yubin.imap.server;

import dev.yubin.imap.ImapState;
import dev.yubin.imap.codec.Deflation;
import dev.yubin.imap.codec.ImapServerCodec;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.SaslConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies between a connection and its conversation: TLS, compression, the codec with its bounds; and how it all ends. On the channel's event loop. */
final class Layers {
    private static final Logger LOG = LoggerFactory.getLogger(Layers.class);
    /** The name of what runs out where nothing comes. */
    static final String SILENCE = "silence";

    /** How long a client that was told goodbye has to read it and to hang up. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Setting setting;
    private final ImapServerCodec codec;
    private final Optional<Tls> tls;
    private ChannelHandlerContext ctx;
    private Optional<Deflation> deflation = Optional.empty();
    private boolean forKnownUser;

    Layers(Setting setting, ImapServerCodec codec, Optional<Tls> tls) {
        this.setting = setting;
        this.codec = codec;
        this.tls = tls;
    }

    /** Takes its place in the pipeline, with whoever speaks through these. */
    void join(ChannelHandlerContext speaker) {
        ctx = speaker;
    }

    /** Runs out where nothing comes and, as of a long answer, nothing is taken either. */
    static IdleStateHandler silence(Duration longest) {
        return new IdleStateHandler(true, 0, 0, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What has changed with the command that was answered: encoding, bounds, which are wider for who is known, and compression. */
    void agree(Session session, ImapEncoding encoding) {
        codec.encoding(encoding);
        boolean known = session.state() != ImapState.NOT_AUTHENTICATED;
        if (known != forKnownUser) {
            forKnownUser = known;
            SessionLimits limits = setting.limits();
            codec.limits(known ? limits.wire() : limits.wire().beforeLogin());
            ctx.pipeline().replace(SILENCE, SILENCE, silence(known ? limits.silence() : limits.login()));
        }
        boolean compressed = session.logins().compressed();
        if (compressed && deflation.isEmpty()) {
            compress();
        } else if (!compressed && deflation.isPresent()) {
            deflation.get().end();
            deflation = Optional.empty();
        }
    }

    /** Whether the bounds are those for somebody who has logged in. */
    boolean areForKnownUser() {
        return forKnownUser;
    }

    // ------------------------------------------------------------------ RFC 9051 section 6.2.1

    boolean areEncrypted() {
        return ctx.pipeline().get(SslHandler.class) != null;
    }

    /** What a login runs over, once TLS is begun. */
    SaslConnection sasl() {
        return tls.orElseThrow().sasl(ctx.channel());
    }

    void startTls() {
        if (codec.bufferedOctets() > 0) { // what came in the clear must not count as if it had come within TLS
            LOG.warn("plaintext behind STARTTLS from {}", ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        codec.forget();
        ctx.flush();
        ctx.pipeline().addFirst(tls.orElseThrow().handler(ctx.channel()));
        ctx.read();
    }

    // ------------------------------------------------------------------ RFC 4978

    private void compress() {
        ctx.flush();
        if (codec.bufferedOctets()
                > 0) { // whether that is compressed, nobody can say; nor can the client tell how we would answer
            LOG.warn(
                    "octets ahead of the answer to COMPRESS from {}",
                    ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        deflation = Optional.of(new Deflation(Unpooled.EMPTY_BUFFER));
        ctx.pipeline().addBefore(ctx.pipeline().context(codec).name(), null, deflation.get());
    }

    // ------------------------------------------------------------------ the end

    /** Sends what was said last, and closes. */
    void end() {
        var told = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (areEncrypted()) {
            told.addListener(ChannelFutureListener.CLOSE);
        } else {
            told.addListener(flushed -> linger());
        }
    }

    /**
     * Closes so that the last words are read. While the client still sends, a plain close would make its system throw them away unread
     * (RFC 1122 section 4.2.2.13): we fall silent first, and listen a little to nobody.
     */
    private void linger() {
        if (!ctx.channel().isActive()) {
            return;
        }
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        ctx.pipeline().remove(codec);
        deflation.ifPresent(ctx.pipeline()::remove);
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
