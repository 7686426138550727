package dev.yubin.protocol.codec;

import dev.yubin.protocol.Proxy;
import dev.yubin.protocol.Reach;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tries a host's addresses, each a little behind the one before, and keeps the first that connects: RFC 8305 sections 4 and 5. A family of addresses that
 * leads nowhere so costs a quarter of a second, and not a timeout. All of it happens on one event loop, which the winner stays on.
 */
final class Race {
    /** RFC 8305 section 8: the Connection Attempt Delay. */
    static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private final InetSocketAddress server;
    private final Reach reach;
    private final Duration timeout;
    private final Consumer<Channel> won;
    private final Consumer<Map<InetAddress, Throwable>> lost;
    private final EventLoop loop = Transport.best().loops().next();

    private final Queue<InetAddress> waiting;
    private final List<Channel> running = new ArrayList<>();
    private final Map<InetAddress, Throwable> failures = new LinkedHashMap<>();
    private Future<?> nextAttempt;
    private boolean over;

    /**
     * @param server    unresolved
     * @param addresses the server's, or the proxy's where the reach has one; at least one
     * @param timeout   for each attempt
     * @param won       makes the pipeline of the channel that connected, before it reads an octet; on the event loop
     * @param lost      what each address failed with, when none connected
     */
    Race(
            InetSocketAddress server,
            Reach reach,
            List<InetAddress> addresses,
            Duration timeout,
            Consumer<Channel> won,
            Consumer<Map<InetAddress, Throwable>> lost) {
        this.server = server;
        this.reach = reach;
        this.timeout = timeout;
        this.won = won;
        this.lost = lost;
        this.waiting = new ArrayDeque<>(interleaved(addresses));
    }

    /** By turns from each family, beginning with that of the first: section 4. What a resolver says twice is tried once. */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        Predicate<InetAddress> firstFamily = addresses.get(0).getClass()::isInstance;
        Queue<InetAddress> first = new ArrayDeque<>();
        Queue<InetAddress> second = new ArrayDeque<>();
        addresses.stream().distinct().forEach(address -> (firstFamily.test(address) ? first : second).add(address));
        List<InetAddress> turns = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            for (Queue<InetAddress> family : List.of(first, second)) {
                if (!family.isEmpty()) {
                    turns.add(family.remove());
                }
            }
        }
        return turns;
    }

    /** Any thread. */
    void start() {
        loop.execute(this::attempt);
    }

    /** Nobody waits for it any more. Any thread. */
    void giveUp() {
        loop.execute(() -> finish(null));
    }

    private void attempt() {
        if (over || waiting.isEmpty()) {
            return;
        }
        InetAddress address = waiting.remove();
        Contender contender = new Contender(address);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(Transport.best().socketChannel())
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE))
                .handler(contender.pipeline())
                .connect(target(address), source(address));
        running.add(connecting.channel());
        nextAttempt = loop.schedule(this::attempt, ATTEMPT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                contender.failed(connected.cause());
            }
        });
    }

    /** A proxy is told the server's name; its handler goes to the proxy's address instead. */
    private SocketAddress target(InetAddress address) {
        return reach.through().isPresent() ? server : new InetSocketAddress(address, server.getPort());
    }

    private SocketAddress source(InetAddress address) {
        return reach.sourceFor(address)
                .map(source -> new InetSocketAddress(source, 0))
                .orElse(null); // Netty's word for none
    }

    private void finish(Channel winner) {
        if (!over) {
            over = true;
            if (nextAttempt != null) { // given up before the first
                nextAttempt.cancel(false);
            }
            running.stream().filter(channel -> channel != winner).forEach(Channel::close);
        }
    }

    /** Stands in a channel until that has won or lost. */
    private final class Contender extends ChannelInboundHandlerAdapter {
        private final InetAddress address;

        Contender(InetAddress address) {
            this.address = address;
        }

        ChannelInitializer<Channel> pipeline() {
            return new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) {
                    reach.through().ifPresent(proxy -> channel.pipeline().addLast(handler(proxy)));
                    channel.pipeline().addLast(Contender.this);
                }
            };
        }

        private ChannelHandler handler(Proxy proxy) {
            return ProxyHandlers.of(proxy, new InetSocketAddress(address, proxy.port()), timeout);
        }

        /** With a proxy, that alone is reached. */
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (reach.through().isEmpty()) {
                through(ctx);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (reach.through().isPresent() && ProxyHandlers.isThrough(event)) {
                through(ctx);
            }
        }

        private void through(ChannelHandlerContext ctx) {
            if (over) {
                ctx.close();
                return;
            }
            finish(ctx.channel());
            won.accept(ctx.channel());
            ctx.fireChannelActive();
            ctx.pipeline().remove(this);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            failed(failure);
            ctx.close();
        }

        private void failed(Throwable failure) {
            if (over || failures.putIfAbsent(address, failure) != null) {
                return;
            }
            nextAttempt.cancel(false);
            if (!waiting.isEmpty()) {
                attempt(); // section 5: no need to wait for what has failed
            } else if (failures.size() == running.size()) {
                over = true;
                lost.accept(failures);
            }
        }
    }
}
