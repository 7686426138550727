package dev.yubin.pop3.server;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.pop3.Verb;
import dev.yubin.pop3.codec.Pop3CommandDecoder;
import dev.yubin.pop3.server.Answer.Next;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Drain;
import dev.yubin.protocol.codec.Tls;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one conversation: asks {@link Pop3CommandDecoder} for a command, the session for its answer, sends that, and asks again. */
final class Pop3ServerHandler extends SimpleChannelInboundHandler<Pop3Command> {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3ServerHandler.class);
    /** How long a client that was told goodbye has to read it and to hang up. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Service service;
    private final Security security;
    private final Optional<Tls> tls;
    private final Executor workers;
    private Pop3Session session;
    private Pop3CommandDecoder decoder;
    private BodySender sender;
    private Patience patience;
    private boolean answering;
    /** The command that is being answered, or was last, is a retrieval. */
    private boolean retrieving;
    /** The next command is asked for when the client has taken enough of the replies before. */
    private boolean waiting;

    /** What is done with something that came while retrievals are being sent, and is none itself, once they are; null mostly. */
    private Runnable held;

    private boolean draining;
    private boolean over;

    /** @param tls what STLS begins, where it is offered */
    Pop3ServerHandler(Service service, Security security, Optional<Tls> tls, Executor workers) {
        this.service = service;
        this.security = security;
        this.tls = tls;
        this.workers = workers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        session = new Pop3Session(service, security, peer(ctx), workers, ctx.executor());
        decoder = new Pop3CommandDecoder(service.limits(), session::inExchange);
        patience = new Patience(ctx, () -> idle(ctx));
        sender = new BodySender(ctx, workers, progress(ctx));
        ctx.pipeline().addBefore(ctx.name(), null, decoder);
    }

    /** Who has no address of the network is on this machine. */
    private static InetAddress peer(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.write(session.greeting());
        next(ctx);
    }

    /** Retrievals that are pipelined are answered together; no other command is looked at before they are sent. */
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Pop3Command command) {
        if (sender.isBusy() && !isRetrieval(command)) {
            held = () -> answer(ctx, command);
        } else {
            answer(ctx, command);
        }
    }

    private static boolean isRetrieval(Pop3Command command) {
        return command.verb() == Verb.RETR || command.verb() == Verb.TOP;
    }

    private void answer(ChannelHandlerContext ctx, Pop3Command command) {
        answering = true;
        waiting = false; // it may have been asked for ahead
        retrieving = isRetrieval(command);
        patience.stop();
        LOG.debug("{} C: {}", ctx.channel().id(), command.verb());
        session.answer(command).whenComplete((answer, failure) -> {
            if (failure == null) {
                send(ctx, answer);
            } else {
                failed(ctx, failure);
            }
        });
        askAhead(ctx);
    }

    private void send(ChannelHandlerContext ctx, Answer answer) {
        if (over) {
            answer.body().ifPresent(body -> workers.execute(body::close));
        } else if (answer.body().isPresent() || sender.isBusy()) {
            patience.begin(limit());
            sender.send(answer, session.language());
        } else if (answer.next() == Next.TLS) {
            startTls(ctx, answer.first());
        } else if (answer.next() == Next.CLOSE) {
            goodbye(ctx, answer.first());
        } else {
            ctx.write(answer.first());
            sent(ctx, answer.next());
        }
    }

    /** While a retrieval is under way, those behind it may join it. */
    private void askAhead(ChannelHandlerContext ctx) {
        if (retrieving && sender.isBusy() && sender.hasRoom() && held == null && !draining && decoder.hasMore()) {
            ctx.read();
        }
    }

    private BodySender.Progress progress(ChannelHandlerContext ctx) {
        return new BodySender.Progress() {
            @Override
            public void taken() {
                patience.progress();
            }

            @Override
            public void fetched() {
                if (sender.isBusy()) {
                    askAhead(ctx);
                } else if (held == null || draining) {
                    sent(ctx, Next.GO_ON);
                } else {
                    Runnable next = held;
                    held = null;
                    next.run();
                }
            }

            @Override
            public void broken() {
                ctx.close(); // a body that cannot go on has no end, so that nobody takes it for whole
            }
        };
    }

    private void sent(ChannelHandlerContext ctx, Next next) {
        answering = false;
        if (next == Next.CLOSE) {
            hangUp(ctx);
        } else if (draining) {
            sayThatWeStop(ctx);
        } else {
            next(ctx);
        }
    }

    private void next(ChannelHandlerContext ctx) {
        patience.begin(limit());
        waiting = true;
        if (!ctx.channel().isWritable()) {
            ctx.flush(); // else with what follows
        }
        askIfTaken(ctx);
    }

    /** Who sends commands and reads no replies is not listened to: the replies would pile up here. */
    private void askIfTaken(ChannelHandlerContext ctx) {
        if (waiting && ctx.channel().isWritable()) {
            waiting = false;
            ctx.read();
        }
    }

    private Duration limit() {
        return session.state() == SessionState.TRANSACTION
                ? service.limits().idle()
                : service.limits().idleBeforeLogin();
    }

    /** RFC 2595 section 4. What a client, or somebody between, sent behind STLS in the clear must not be read as if it came through TLS. */
    private void startTls(ChannelHandlerContext ctx, Pop3Response consent) {
        if (decoder.hasMore()) {
            goodbye(ctx, Refusal.of(Phrase.NOTHING_BEHIND_STLS.with()));
            return;
        }
        ctx.writeAndFlush(consent).addListener((ChannelFutureListener) sent -> {
            if (decoder.hasMore()) {
                ctx.close(); // it came while the consent was on its way
            } else if (sent.isSuccess()) {
                ctx.pipeline().addFirst(tls.orElseThrow().handler(ctx.channel()));
                sent(ctx, Next.GO_ON);
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.NOW) {
            draining = true;
            if (!answering && !over) {
                sayThatWeStop(ctx);
            }
        } else if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            session.secured(tls.orElseThrow().sasl(ctx.channel()));
        }
        ctx.fireUserEventTriggered(event);
    }

    private void sayThatWeStop(ChannelHandlerContext ctx) {
        goodbye(ctx, Refusal.of(ResponseCode.SYS_TEMP, Phrase.STOPPING.with()));
    }

    private void goodbye(ChannelHandlerContext ctx, Refusal last) {
        goodbye(ctx, last.in(session.language()));
    }

    private void goodbye(ChannelHandlerContext ctx, Pop3Response last) {
        ctx.write(last);
        hangUp(ctx);
    }

    /** Closes so that the last reply is read: to close with octets unread would make TCP throw the reply away. */
    private void hangUp(ChannelHandlerContext ctx) {
        over = true;
        waiting = false;
        patience.stop();
        session.end();
        decoder.stop();
        if (ctx.pipeline().get(SslHandler.class) == null && ctx.channel() instanceof DuplexChannel channel) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> channel.shutdownOutput());
            ctx.channel().config().setAutoRead(true);
            ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** RFC 1939 section 3: nothing is removed, and nothing said. */
    private void idle(ChannelHandlerContext ctx) {
        LOG.debug("{} idle for too long", ctx.channel().id());
        ctx.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        sender.goOn();
        askIfTaken(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over = true;
        patience.stop();
        sender.stop();
        session.end();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException && !over) {
            Runnable last = () -> goodbye(ctx, Refusal.of(Phrase.MALFORMED.with(cause.getMessage())));
            if (sender.isBusy()) {
                held = last; // a reply in the midst of a message would be taken for a part of it
            } else {
                last.run();
            }
        } else {
            LOG.debug("{} is lost: {}", ctx.channel().id(), cause.toString());
            ctx.close();
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable failure) {
        LOG.error("a command failed with what nobody caught", failure);
        if (!over) {
            goodbye(ctx, Refusal.bug(Phrase.OBEYING));
        }
    }
}
