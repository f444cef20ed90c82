import type { TableState } from "../../tables/state.ts";

/** Name and header of each own column, by its id. */
export type OwnNames = NonNullable<TableState["own"]>;

/** Own columns that are called something else now. */
export class Renames {
  private readonly renamed: readonly {
    readonly names: readonly [before: string, now: string];
    readonly headers: readonly [before: string, now: string];
  }[];

  constructor(before: OwnNames | undefined, now: OwnNames) {
    this.renamed = Object.keys(now).flatMap((id) => {
      const [name, header] = before?.[id] ?? [];
      const [nameNow = "", headerNow = ""] = now[id] ?? [];
      if (name === undefined || header === undefined) return [];
      if (name === nameNow && header === headerNow) return [];
      return [{ names: [name, nameNow], headers: [header, headerNow] }] as const;
    });
  }

  /** Names of columns as they are now. */
  named(names: readonly string[]): string[] {
    return names.map((name) => this.renamed.find(({ names: [before] }) => before === name)?.names[1] ?? name);
  }

  /** Headers as they are now, by those of before. */
  get headers(): ReadonlyMap<string, string> {
    return new Map(this.renamed.map(({ headers }) => headers));
  }
}
