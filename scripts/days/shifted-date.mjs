/**
 * Puts a Date in place of a realm's own that is ahead of it. Everything else is the realm's: an instant that is named
 * stays what it is. Complete in itself, so that its text runs in a page as well.
 * @param {typeof globalThis} realm
 * @param {number} aheadMs milliseconds; behind when negative
 */
export function shiftDate(realm, aheadMs) {
  const Real = realm.Date;
  const now = () => Real.now() + aheadMs;
  realm.Date = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], newTarget),
    get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
  });
  Object.defineProperty(Real.prototype, "constructor", {
    value: realm.Date,
    configurable: true,
    writable: true,
  });
}
