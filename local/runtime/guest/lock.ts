import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isNumber, overload } from "./signature.ts";

type Scope = "document" | "script" | "user";

class Lock {
  readonly [own]: Scope;

  constructor(scope: Scope) {
    this[own] = scope;
  }
  tryLock(...args: unknown[]): boolean {
    overload("LockService.Lock.tryLock", args, [isNumber]);
    return call("Lock.tryLock", { scope: this[own], ms: args[0] });
  }
  waitLock(...args: unknown[]): void {
    overload("LockService.Lock.waitLock", args, [isNumber]);
    // facts 9.1.
    if (!call<boolean>("Lock.waitLock", { scope: this[own], ms: args[0] }))
      throw exception("Lock timeout: another process was holding the lock for too long.");
  }
  hasLock(): boolean {
    return call("Lock.hasLock", { scope: this[own] });
  }
  releaseLock(): void {
    call("Lock.releaseLock", { scope: this[own] });
  }
}

function open(method: string, scope: Scope): Lock | null {
  return call<boolean>(`LockService.${method}`) ? sealed("Lock", new Lock(scope)) : null;
}

export const LockService = sealed("LockService", {
  getDocumentLock: () => open("getDocumentLock", "document"),
  getScriptLock: () => open("getScriptLock", "script"),
  getUserLock: () => open("getUserLock", "user"),
});
