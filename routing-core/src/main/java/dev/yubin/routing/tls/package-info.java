/**
 * What a recipient's domain demands of TLS on the way to its servers: DANE (RFC 7672) and MTA-STS (RFC 8461), and the reports that it may have of how that
 * went (RFC 8460).
 */
package dev.yubin.routing.tls;
