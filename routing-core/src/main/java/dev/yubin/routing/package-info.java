/**
 * Where a message meets its destination. Start at {@link dev.yubin.routing.Reception}, a whole server's decisions, or take its parts:
 * {@link dev.yubin.routing.Router} decides, {@link dev.yubin.routing.LocalDelivery} puts into mailboxes, {@link dev.yubin.routing.MailExchangers} finds
 * another domain's servers and {@link dev.yubin.routing.Relay} hands on to one of them.
 */
package dev.yubin.routing;
