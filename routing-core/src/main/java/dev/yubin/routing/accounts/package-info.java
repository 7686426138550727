/** Who has an account here, and how they prove it: {@link dev.yubin.routing.accounts.AccountDirectory} is what a router asks and what each listener asks. */
package dev.yubin.routing.accounts;
