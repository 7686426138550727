/**
 * Where a message meets its destination. Start at {@link dev.yubin.routing.Reception}, a whole server's decisions, or take its parts:
 * {@link dev.yubin.routing.Router} decides, {@link dev.yubin.routing.LocalDelivery} puts into mailboxes, {@link dev.yubin.routing.MailExchangers} finds
 * another domain's servers and {@link dev.yubin.routing.Relay} hands on to one of them. Mail that waits for them lies in a {@link dev.yubin.routing.spool.Spool}, from which
 * {@link dev.yubin.routing.Forwarding} brings it on.
 */
package dev.yubin.routing;
