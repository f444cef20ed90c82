/** What differs from the seed on one shelf, in order of id. */
export interface ShelfState<T> {
  readonly put: readonly T[];
  readonly gone: readonly number[];
  readonly nextId: number;
}

/** Things with ids that count up. Each is replaced whole, never changed, so that only the changed ones need be kept. */
export class Shelf<T extends { readonly id: number }> {
  private things: Map<number, T>;
  private touched = new Set<number>();
  private newestFirst: readonly T[] | undefined;
  private nextId: number;

  /** @param seed in order of creation */
  constructor(private readonly seed: readonly T[]) {
    this.things = new Map(seed.map((thing) => [thing.id, thing]));
    this.nextId = (seed.at(-1)?.id ?? 0) + 1;
  }

  get(id: number): T | undefined {
    return this.things.get(id);
  }

  /** The latest creation first, the order of Hunter's listings. */
  all(): readonly T[] {
    this.newestFirst ??= [...this.things.values()].reverse();
    return this.newestFirst;
  }

  add(make: (id: number) => T): T {
    const thing = make(this.nextId++);
    this.put(thing);
    return thing;
  }

  put(thing: T): void {
    this.things.set(thing.id, thing);
    this.touch(thing.id);
  }

  remove(id: number): boolean {
    this.touch(id);
    return this.things.delete(id);
  }

  state(): ShelfState<T> {
    const touched = [...this.touched].sort((a, b) => a - b);
    const put = touched.map((id) => this.things.get(id)).filter((thing) => thing !== undefined);
    const gone = touched.filter((id) => !this.things.has(id));
    return { put, gone, nextId: this.nextId };
  }

  restore(state: ShelfState<T> | undefined): void {
    const fresh = new Shelf(this.seed);
    this.things = fresh.things;
    this.nextId = state?.nextId ?? fresh.nextId;
    this.touched.clear();
    this.newestFirst = undefined;
    for (const id of state?.gone ?? []) this.remove(id);
    for (const thing of state?.put ?? []) this.put(thing);
  }

  private touch(id: number): void {
    this.touched.add(id);
    this.newestFirst = undefined;
  }
}
