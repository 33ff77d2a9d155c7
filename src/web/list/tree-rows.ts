export interface TreeRow<R> {
  readonly record: R;
  readonly level: number;
  /** Records directly beneath. */
  readonly children: number;
}
interface WithId {
  readonly id: string;
}
/** Each record under its parent, in the order given; one whose parent is not among them stands at the top. A circle is cut where it is met. */
export function treeRows<R extends WithId>(records: readonly R[], parentOf: (record: R) => string | undefined): readonly TreeRow<R>[] {
  const known = new Set(records.map((record) => record.id));
  const below = Map.groupBy(records, (record) => {
    const parent = parentOf(record);
    return parent !== undefined && parent !== record.id && known.has(parent) ? parent : '';
  });
  const rows: TreeRow<R>[] = [];
  const seen = new Set<string>();
  const put = (record: R, level: number): void => {
    if (seen.has(record.id)) return;
    seen.add(record.id);
    const children = below.get(record.id) ?? [];
    rows.push({ record, level, children: children.length });
    for (const child of children) put(child, level + 1);
  };
  for (const record of below.get('') ?? []) put(record, 0);
  for (const record of records) put(record, 0);
  return rows;
}
/** Rows with nothing closed above them. */
export function openRows<R extends WithId>(rows: readonly TreeRow<R>[], closed: ReadonlySet<string>): readonly TreeRow<R>[] {
  let hiddenFrom = Number.POSITIVE_INFINITY;
  return rows.filter((row) => {
    if (row.level > hiddenFrom) return false;
    hiddenFrom = closed.has(row.record.id) ? row.level : Number.POSITIVE_INFINITY;
    return true;
  });
}
