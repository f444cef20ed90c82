import type { PropertyService } from "../../src/gas/property-space.ts";

/** Thrown in place of a call's end, as an execution that Google kills never sees it. */
export class Killed extends Error {}

const bytes = (text: string) => Buffer.byteLength(text);

/** A property store with Google's sizes (facts, 1.4), in which an execution can be killed at any call. */
export class DyingProperties implements PropertyService {
  readonly kept = new Map<string, string>();
  calls = 0;
  /** Dies when so many more calls were made; of several values written at once a part has arrived. */
  diesAfter = Number.POSITIVE_INFINITY;
  /** Whether the call at which it dies takes effect. */
  isDone = true;

  constructor(
    private readonly valueBytes = 9 * 1024,
    private readonly spaceBytes = 500 * 1024,
  ) {}

  usedBytes(): number {
    return [...this.kept].reduce((sum, [name, value]) => sum + bytes(name) + bytes(value), 0);
  }

  getProperty(name: string): string | null {
    return this.call(() => this.kept.get(name) ?? null);
  }

  getProperties(): Record<string, string> {
    return this.call(() => Object.fromEntries(this.kept));
  }

  setProperty(name: string, value: string): void {
    this.setProperties({ [name]: value });
  }

  setProperties(values: Record<string, string>): void {
    const all = Object.entries(values);
    if (all.some(([, value]) => bytes(value) > this.valueBytes)) throw new Error("Argument too large: value");
    const put = (some: typeof all) => {
      for (const [name, value] of some) this.kept.set(name, value);
    };
    this.call(
      () => {
        const before = new Map(this.kept);
        put(all);
        if (this.usedBytes() <= this.spaceBytes) return;
        this.kept.clear();
        put([...before]);
        throw new Error(
          "You have exceeded the property storage quota. Please remove some properties and try again.",
        );
      },
      () => put(all.slice(0, all.length >> 1)),
    );
  }

  deleteProperty(name: string): void {
    this.call(() => void this.kept.delete(name));
  }

  private call<T>(work: () => T, half: () => unknown = () => {}): T {
    this.calls += 1;
    this.diesAfter -= 1;
    if (this.diesAfter >= 0) return work();
    // Nothing that the code does about it, once dead, takes effect.
    if (this.diesAfter === -1) {
      if (this.isDone) work();
      else half();
    }
    throw new Killed();
  }
}
