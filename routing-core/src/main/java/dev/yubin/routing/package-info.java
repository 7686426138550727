/**
 * Where a message meets its destination. Start at {@link dev.yubin.routing.Router}, which decides; {@link dev.yubin.routing.MailExchangers} finds another
 * domain's servers.
 */
package dev.yubin.routing;
