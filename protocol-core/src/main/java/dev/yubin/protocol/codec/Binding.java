package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Listener;
import dev.yubin.protocol.Network;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports that are bound and the connections that came through them: the life that the listeners of all protocols share. Where the system has no more
 * descriptors for a connection, the port rests for a second and goes on.
 */
public final class Binding implements Listener {
    /**
     * A port to be bound.
     *
     * @param address port 0 for any that is free
     * @param proxies where these are named, nobody else is let in, and each connection begins with a header of the PROXY protocol, version 1 or 2,
     *                before TLS too. {@link Ends#of} then knows the client, and it is the client's address that is counted
     * @param arrived makes a new connection's pipeline, on its event loop
     */
    public record Door(InetSocketAddress address, List<Network> proxies, Consumer<Channel> arrived) {
        public Door {
            proxies = List.copyOf(proxies);
        }

        /** A port that clients come to themselves. */
        public Door(InetSocketAddress address, Consumer<Channel> arrived) {
            this(address, List.of(), arrived);
        }

        private boolean admits(Channel channel) {
            return proxies.isEmpty()
                    || channel.remoteAddress() instanceof InetSocketAddress from
                            && proxies.stream().anyMatch(network -> network.contains(from.getAddress()));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);

    private static final int IPV4_BITS = 32;
    private static final int IPV6_NETWORK_BITS = 64;

    private final List<Channel> ports = new ArrayList<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ConcurrentHashMap<Network, Integer> perAddress = new ConcurrentHashMap<>();

    /** Whoever was accepted but has no pipeline yet would hear nothing of the end. */
    private volatile boolean ending;

    private final CountDownLatch closed = new CountDownLatch(1);

    private Binding() {}

    /**
     * Binds every port, or none. Blocks for the moment that takes.
     *
     * @param who who asks, for the complaint: {@code the SMTP listener of mx.osaka.test}
     * @throws FaultException when a port cannot be bound; says who asked for which address
     */
    public static Binding open(String who, List<Door> doors) throws FaultException {
        if (doors.isEmpty()) {
            throw new IllegalArgumentException(who + " names no address to listen on");
        }
        Binding binding = new Binding();
        try {
            for (Door door : doors) {
                binding.bind(who, door);
            }
            binding.holdTheProgram(who);
            return binding;
        } catch (FaultException | RuntimeException e) {
            binding.close();
            throw e;
        }
    }

    private void bind(String who, Door door) throws FaultException {
        Transport transport = Transport.best();
        var bound = new ServerBootstrap()
                .group(transport.loops())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (ending) {
                            channel.close();
                        } else {
                            enter(who, door, channel);
                        }
                    }
                })
                .bind(door.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new FaultException(fault(who, door.address(), bound.cause()), bound.cause());
        }
        bound.channel().pipeline().addLast(new Weary(who));
        ports.add(bound.channel());
    }

    /** Event loops are daemons, so that a client ends with its program; a program that has opened a server does not end before it. */
    private void holdTheProgram(String who) {
        Thread holding = new Thread(
                () -> {
                    try {
                        closed.await();
                    } catch (InterruptedException e) { // somebody ends the program's threads: then it may end
                        Thread.currentThread().interrupt();
                    }
                },
                who);
        holding.setDaemon(false);
        holding.start();
    }

    /** Stands behind Netty's acceptor, which lets a port rest for a second when a connection cannot be taken, and says so in one line. */
    private static final class Weary extends ChannelInboundHandlerAdapter {
        private final String who;

        private Weary(String who) {
            this.who = who;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn(
                    "{} takes no connection on {} for a second: {}",
                    who,
                    ctx.channel().localAddress(),
                    words(cause));
        }
    }

    private static Fault fault(String who, InetSocketAddress address, Throwable cause) {
        boolean taken = cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
        return new Fault(
                taken ? Fault.Cause.ADDRESS_IN_USE : Fault.Cause.ADDRESS_NOT_OURS,
                address.getHostString(),
                address.getPort(),
                "binding for " + who,
                Optional.empty(),
                taken ? "the address is in use by another program" : "cannot bind: " + words(cause));
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void enter(String who, Door door, Channel channel) {
        connections.add(channel);
        if (!door.admits(channel)) {
            LOG.info("{} knows no proxy at {}", who, channel.remoteAddress());
            channel.close();
        } else if (door.proxies().isEmpty()) {
            arrived(door, channel);
        } else {
            channel.pipeline().addLast(new ProxyWait(known -> arrived(door, known)));
        }
    }

    private void arrived(Door door, Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress) {
            Network client = counted(Ends.of(channel).remote().getAddress());
            perAddress.merge(client, 1, Integer::sum);
            channel.closeFuture()
                    .addListener(closed -> perAddress.computeIfPresent(client, (a, n) -> n == 1 ? null : n - 1));
        }
        door.arrived().accept(channel);
    }

    /** How many connections are open. */
    public int open() {
        return connections.size();
    }

    /**
     * How many connections are open from this address, the one being looked at among them. Of IPv6 addresses the first 64 bits count: the rest is the
     * client's to choose.
     */
    public int openFrom(InetAddress address) {
        return perAddress.getOrDefault(counted(address), 0);
    }

    private static Network counted(InetAddress address) {
        return new Network(address, address instanceof Inet4Address ? IPV4_BITS : IPV6_NETWORK_BITS);
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return ports.stream()
                .map(port -> (InetSocketAddress) port.localAddress())
                .collect(Collectors.toUnmodifiableList());
    }

    @Override
    public void drain(Duration atMost) {
        closePorts();
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Drain.NOW));
        connections.newCloseFuture().awaitUninterruptibly(atMost.toMillis(), TimeUnit.MILLISECONDS);
        close();
    }

    @Override
    public void close() {
        closePorts();
        connections.close().awaitUninterruptibly();
    }

    /** The JDK gives a closed port back to the system when its selector looks the next time: what its loop schedules for itself runs behind that. */
    private static void giveBack(Channel port) {
        port.close().awaitUninterruptibly();
        EventLoop loop = port.eventLoop();
        Promise<?> looked = loop.newPromise();
        loop.execute(() -> loop.schedule(() -> looked.setSuccess(null), 0, TimeUnit.NANOSECONDS));
        looked.awaitUninterruptibly();
    }

    private void closePorts() {
        ending = true;
        ports.forEach(Binding::giveBack);
        closed.countDown();
    }
}
