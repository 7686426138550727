/** What the three protocols' channels share: lines, dot-stuffing, TLS, dialing, binding. Netty's types stand here and in other codec packages only. */
package dev.yubin.protocol.codec;
