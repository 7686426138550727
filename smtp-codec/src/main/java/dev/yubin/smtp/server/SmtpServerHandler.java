package dev.yubin.smtp.server;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Deadline;
import dev.yubin.protocol.codec.Drain;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.codec.Content;
import dev.yubin.smtp.codec.EndOfChunk;
import dev.yubin.smtp.codec.EndOfContent;
import dev.yubin.smtp.codec.RefusedContent;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one conversation between {@link SmtpServerCodec} and {@link SmtpSession}. It asks the codec for the commands of one group (RFC 2920), and
 * for the next once the replies are written, so replies go out in the order commands came in.
 */
final class SmtpServerHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServerHandler.class);
    /** Whose turn it is. */
    private enum Turn {
        /** The client's, to say a command or answer a challenge. */
        CLIENT,
        /** The client's, to send content. */
        CONTENT,
        /** Ours. */
        SERVER,
        /** Nobody's any more: the last reply is on its way. */
        OVER
    }

    private final SmtpSession session;
    private final SmtpServerCodec codec;
    private final SmtpLimits limits;
    /** Empty where the port has no TLS. */
    private final Optional<Tls> tls;

    private Turn turn = Turn.SERVER;
    private Deadline deadline;
    /** When a client must have logged in, where it must at all; by the event loop's clock. */
    private long loginBy;

    private final Inflow inflow;
    /** With a client that sends content. */
    private final Patience patience;

    private boolean greeted;
    private boolean draining;

    SmtpServerHandler(SmtpSession session, SmtpServerCodec codec, SmtpLimits limits, Optional<Tls> tls) {
        this.session = session;
        this.codec = codec;
        this.limits = limits;
        this.tls = tls;
        this.inflow = new Inflow(session);
        this.patience = new Patience(limits.contentTimeout(), limits.contentOctets());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.channel().eventLoop(), () -> tooLong(ctx));
    }

    private void tooLong(ChannelHandlerContext ctx) {
        if (session.awaitsLogin() && loginBy - now(ctx) <= 0) {
            end(ctx, "4.7.0", "Nobody has logged in for too long");
        } else {
            end(ctx, "4.4.2", "Nothing came for too long");
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loginBy = now(ctx) + limits.loginTimeout().toNanos();
        if (ctx.pipeline().get(SslHandler.class) == null) {
            greet(ctx);
        } else {
            awaitTls(ctx);
        }
    }

    private void greet(ChannelHandlerContext ctx) {
        greeted = true;
        Duration delay = session.greetingDelay();
        if (delay.isZero()) {
            whenDone(ctx, session.greet(), reply -> send(ctx, reply));
        } else {
            readPastCodec(ctx);
            later(ctx, delay, () -> greetWhoWaited(ctx));
        }
    }

    private void greetWhoWaited(ChannelHandlerContext ctx) {
        if (codec.holdsOctets()) {
            sendLast(ctx, Reply.of(554, "5.5.1", "You spoke before you were greeted"));
        } else {
            whenDone(ctx, session.greet(), reply -> send(ctx, reply));
        }
    }

    private void awaitTls(ChannelHandlerContext ctx) {
        deadline.in(timeForACommand(ctx));
        readPastCodec(ctx);
    }

    /** The codec shall hold what comes until we ask for it. */
    private static void readPastCodec(ChannelHandlerContext ctx) {
        ctx.pipeline().firstContext().read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turn == Turn.OVER) {
            ReferenceCountUtil.release(message); // nobody listens any more
            return;
        }
        deadline.none();
        try {
            if (message instanceof Content piece) {
                take(ctx, piece);
                return;
            } else if (message instanceof RefusedContent refused) {
                passOver(ctx, refused);
                return;
            }
            turn = Turn.SERVER;
            handOn(ctx);
            if (message == EndOfChunk.END) {
                whenDone(ctx, session.endOfChunk(), reply -> send(ctx, reply));
            } else if (message instanceof EndOfContent end) {
                whenDone(ctx, session.endOfContent(end.bareLineBreaks()), replies -> send(ctx, replies));
            } else if (message instanceof AuthResponse response) {
                whenDone(ctx, session.answer(response), reply -> send(ctx, reply));
            } else {
                answer(ctx, codec.group((SmtpCommand) message));
            }
        } catch (RuntimeException e) { // such as workers that take no more work
            failed(ctx, e);
        }
    }

    private void answer(ChannelHandlerContext ctx, List<SmtpCommand> group) {
        int last = group.size() - 1;
        if (group.get(last) instanceof Bdat bdat) {
            whenDone(ctx, session.answer(group.subList(0, last)), replies -> beginChunk(ctx, bdat, replies));
        } else {
            whenDone(ctx, session.answer(group), replies -> send(ctx, group, replies));
        }
    }

    /** @param before the replies to the commands that came with it */
    private void beginChunk(ChannelHandlerContext ctx, Bdat bdat, List<Reply> before) {
        if (session.over()) {
            send(ctx, before);
        } else {
            before.forEach(reply -> ctx.write(reply));
            whenDone(ctx, session.beginChunk(bdat), begun -> awaitContent(ctx));
        }
    }

    private void passOver(ChannelHandlerContext ctx, RefusedContent refused) {
        if (mayCome(ctx, refused.octets())) {
            await(ctx, Turn.CONTENT);
        }
    }

    /** Whether the client may go on, of whose content so much has come. */
    private boolean mayCome(ChannelHandlerContext ctx, int octets) {
        patience.came(octets, now(ctx));
        if (!session.mayCome(octets)) {
            end(ctx, "4.5.0", "Far too much was sent behind a refusal");
            return false;
        }
        return true;
    }

    private void take(ChannelHandlerContext ctx, Content piece) {
        if (!mayCome(ctx, piece.content().readableBytes())) {
            piece.release();
            return;
        }
        boolean room = inflow.take(piece);
        if (inflow.isEnough()) {
            handOn(ctx);
        }
        if (room) {
            await(ctx, Turn.CONTENT);
        }
    }

    private void handOn(ChannelHandlerContext ctx) {
        inflow.handOn(written -> whenDone(ctx, written, done -> goOn(ctx)));
    }

    private void goOn(ChannelHandlerContext ctx) {
        if (turn == Turn.CONTENT && inflow.hasRoom()) {
            await(ctx, Turn.CONTENT);
        }
    }

    private void send(ChannelHandlerContext ctx, List<Reply> replies) {
        replies.subList(0, replies.size() - 1).forEach(reply -> ctx.write(reply));
        send(ctx, replies.get(replies.size() - 1));
    }

    private void send(ChannelHandlerContext ctx, List<SmtpCommand> group, List<Reply> replies) {
        int last = replies.size() - 1;
        replies.subList(0, last).forEach(reply -> ctx.write(reply));
        send(ctx, group.get(last), replies.get(last));
    }

    private void send(ChannelHandlerContext ctx, SmtpCommand command, Reply reply) {
        if (command.verb() == Verb.STARTTLS && reply.isPositive()) {
            beginTls(ctx, reply);
        } else if (command.verb() == Verb.DATA && codec.holdsOctets()) {
            answerEarlyContent(ctx, reply);
        } else if (command.verb() == Verb.DATA && reply.code() == 354) {
            ctx.write(reply);
            awaitContent(ctx);
        } else {
            send(ctx, reply);
        }
    }

    /**
     * RFC 2920 section 3.1: nothing may be sent behind DATA. Most likely this is the message, which must not be read as commands where DATA is refused; and
     * who did not wait for 354 cannot have meant it for this server, but for one between that reads ahead.
     */
    private void answerEarlyContent(ChannelHandlerContext ctx, Reply reply) {
        if (reply.code() != 354) {
            ctx.write(reply);
        }
        end(ctx, "4.5.0", "Something was sent behind DATA without waiting for 354");
    }

    private void send(ChannelHandlerContext ctx, Reply reply) {
        if (session.over()) {
            sendLast(ctx, reply);
        } else if (draining && !reply.isIntermediate()) {
            ctx.write(reply);
            sayGoodbye(ctx);
        } else {
            ctx.write(reply);
            await(ctx, Turn.CLIENT);
        }
    }

    private void awaitContent(ChannelHandlerContext ctx) {
        patience.renew();
        await(ctx, Turn.CONTENT);
    }

    /** Asks for what comes next. While the client does not read its replies, nothing; the deadline runs all the same. */
    private void await(ChannelHandlerContext ctx, Turn whose) {
        turn = whose;
        Duration time = whose == Turn.CONTENT ? patience.from(now(ctx)) : timeForACommand(ctx);
        if (time.isNegative()) {
            tooLong(ctx);
            return;
        }
        deadline.in(time);
        if (ctx.channel().isWritable()) {
            ctx.read();
        } else {
            ctx.flush();
        }
    }

    /** Negative where it is too late to log in. */
    private Duration timeForACommand(ChannelHandlerContext ctx) {
        Duration whole = limits.commandTimeout();
        if (!session.awaitsLogin()) {
            return whole;
        }
        Duration left = Duration.ofNanos(loginBy - now(ctx));
        return left.compareTo(whole) < 0 ? left : whole;
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.channel().eventLoop().ticker().nanoTime();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean mayGoOn = turn == Turn.CLIENT || turn == Turn.CONTENT && inflow.hasRoom();
        if (ctx.channel().isWritable() && mayGoOn) {
            ctx.read();
        }
    }

    /** RFC 3207 section 4. What came in the clear behind STARTTLS was perhaps put there by somebody else (section 6). */
    private void beginTls(ChannelHandlerContext ctx, Reply reply) {
        if (codec.holdsOctets()) {
            end(ctx, "4.7.0", "Something was sent in the clear behind STARTTLS");
            return;
        }
        deadline.in(timeForACommand(ctx)); // for the client to read it
        ctx.writeAndFlush(reply).addListener(sent -> {
            if (sent.isSuccess() && turn != Turn.OVER) {
                ctx.pipeline().addFirst(tls.orElseThrow().handler(ctx.channel()));
                awaitTls(ctx);
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.NOW) {
            draining = true;
            if (turn == Turn.CLIENT) {
                sayGoodbye(ctx);
            }
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            deadline.none();
            if (!handshake.isSuccess()) {
                LOG.debug("{}: no TLS: {}", ctx.channel(), String.valueOf(handshake.cause()));
                ctx.close();
                return;
            }
            session.upgraded(
                    Tls.description(ctx.channel()).orElse("TLS"),
                    tls.orElseThrow().sasl(ctx.channel()));
            if (!greeted) {
                greet(ctx);
            } else if (draining) {
                sayGoodbye(ctx);
            } else {
                await(ctx, Turn.CLIENT);
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
        if (e instanceof ProtocolException lost) {
            end(ctx, "4.5.0", lost.getMessage());
        } else if (e instanceof IOException || e instanceof DecoderException) { // gone, or no TLS
            LOG.debug("{}: {}", ctx.channel(), e.toString());
            ctx.close();
        } else {
            failed(ctx, e);
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable e) {
        LOG.error("{}: the session failed", ctx.channel(), e);
        end(ctx, "4.3.0", "An error here; try again later");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        turn = Turn.OVER;
        deadline.stop();
        inflow.release();
        session.lost();
    }

    private void sayGoodbye(ChannelHandlerContext ctx) {
        end(ctx, "4.3.2", "This server is going down; try again later");
    }

    private void end(ChannelHandlerContext ctx, String status, String text) {
        if (turn != Turn.OVER) {
            sendLast(ctx, Reply.of(421, status, text));
        }
    }

    private void sendLast(ChannelHandlerContext ctx, Reply reply) {
        turn = Turn.OVER;
        deadline.stop();
        deadline = Farewell.say(ctx, codec, reply);
    }

    /** Comes home to the event loop with what the session found out, which it may never have left, and waits where the client shall wait. */
    private <T> void whenDone(ChannelHandlerContext ctx, CompletionStage<T> stage, Consumer<T> then) {
        boolean here = stage.toCompletableFuture().isDone() && ctx.executor().inEventLoop();
        stage.whenCompleteAsync(
                (found, e) -> {
                    if (turn == Turn.OVER) {
                        return; // the connection went meanwhile
                    } else if (e != null) {
                        failed(ctx, e);
                    } else {
                        atItsTime(ctx, session.takeDelay(), () -> then.accept(found));
                    }
                },
                here ? Runnable::run : ctx.executor());
    }

    private void atItsTime(ChannelHandlerContext ctx, Duration delay, Runnable then) {
        if (delay.isZero()) {
            attempt(ctx, then);
        } else {
            ctx.flush(); // the replies before this one are owed now
            later(ctx, delay, then);
        }
    }

    /** Unless the connection goes meanwhile. */
    private void later(ChannelHandlerContext ctx, Duration delay, Runnable then) {
        ctx.executor()
                .schedule(
                        () -> {
                            if (turn != Turn.OVER) {
                                attempt(ctx, then);
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** What fails here fails the session: it would be lost in a future that nobody asks, and the connection wait without a deadline. */
    private void attempt(ChannelHandlerContext ctx, Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) { // such as workers that take no more work
            failed(ctx, e);
        }
    }
}
