package dev.yubin.benchmarks.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The least that Netty can do for a client that sends mail: no command is read beyond its first letter, no content but for CR LF . CR LF, and each answer is a
 * constant. What a server takes beside it, it takes for SMTP. It serves a client that behaves, and no other.
 */
final class SmtpFloor implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());
    private final Channel channel;

    SmtpFloor() {
        channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Conversation());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loops.shutdownGracefully();
    }

    private static final class Conversation extends SimpleChannelInboundHandler<ByteBuf> {
        private static final ByteBuf GREETING = constant("220 localhost ESMTP\r\n");
        private static final ByteBuf OK = constant("250 2.0.0 Ok\r\n");
        private static final ByteBuf GO_AHEAD = constant("354 Send it\r\n");
        private static final ByteBuf GOODBYE = constant("221 2.0.0 Goodbye\r\n");
        private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

        private boolean content;
        /** How much of the end has come. */
        private int matched;
        /** The first letter of a line that has begun to come; 0 where none has. */
        private char command;

        private static ByteBuf constant(String text) {
            return Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                    .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                    .asReadOnly());
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(GREETING.duplicate());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf octets) {
            while (octets.isReadable()) {
                if (!content) {
                    readCommand(ctx, octets);
                } else if (ended(octets)) {
                    content = false;
                    ctx.write(OK.duplicate());
                }
            }
        }

        private void readCommand(ChannelHandlerContext ctx, ByteBuf octets) {
            if (command == 0) {
                command = (char) octets.getByte(octets.readerIndex());
            }
            int lineEnd = octets.indexOf(octets.readerIndex(), octets.writerIndex(), (byte) '\n');
            if (lineEnd < 0) {
                octets.skipBytes(octets.readableBytes());
                return;
            }
            octets.readerIndex(lineEnd + 1);
            switch (command) {
                case 'D' -> {
                    content = true;
                    matched = 2; // the line's end may be that of empty content
                    ctx.write(GO_AHEAD.duplicate());
                }
                case 'Q' -> ctx.write(GOODBYE.duplicate());
                default -> ctx.write(OK.duplicate());
            }
            command = 0;
        }

        private boolean ended(ByteBuf octets) {
            while (octets.isReadable()) {
                if (matched == 0) {
                    int at = octets.indexOf(octets.readerIndex(), octets.writerIndex(), END[0]);
                    octets.readerIndex(at < 0 ? octets.writerIndex() : at + 1);
                    matched = at < 0 ? 0 : 1;
                    continue;
                }
                byte octet = octets.readByte();
                matched = octet == END[matched] ? matched + 1 : octet == END[0] ? 1 : 0;
                if (matched == END.length) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
