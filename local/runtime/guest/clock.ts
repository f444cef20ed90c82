import { now } from "./link.ts";

/**
 * Replaces the context's Date by one that looks at the file's clock. Same prototype, so that `instanceof Date` holds
 * for every date, whoever made it.
 */
export function virtualDate(): void {
  const Real = Date;
  function VirtualDate(this: unknown, ...args: unknown[]): unknown {
    if (!new.target) return new Real(now()).toString();
    return Reflect.construct(
      Real,
      args.length === 0 ? [now()] : args,
      new.target === VirtualDate ? Real : new.target,
    );
  }
  Object.defineProperty(VirtualDate, "name", { value: "Date" });
  Object.defineProperty(VirtualDate, "length", { value: 7 });
  VirtualDate.prototype = Real.prototype;
  VirtualDate.now = now;
  VirtualDate.parse = Real.parse;
  VirtualDate.UTC = Real.UTC;
  Object.defineProperty(Real.prototype, "constructor", {
    value: VirtualDate,
    configurable: true,
    writable: true,
  });
  Object.defineProperty(globalThis, "Date", { value: VirtualDate, configurable: true, writable: true });
}
