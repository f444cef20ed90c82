// o-spreadsheet 19 uses Object.groupBy, which node 20 lacks.

type GroupBy = <T>(items: Iterable<T>, keyOf: (item: T, index: number) => string) => Record<string, T[]>;

const holder = Object as unknown as { groupBy?: GroupBy };

holder.groupBy ??= (items, keyOf) => {
  const groups = Object.create(null);
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups[key] ??= [];
    groups[key].push(item);
  }
  return groups;
};
