/** A column of a list as a view keeps it (P.11): what it shows, how wide, and whether it stays in sight while the others scroll. */
export interface ListColumn {
  readonly path: string;
  readonly width?: number;
  readonly pinned?: boolean;
}
export const narrowest = 56;
export const widest = 640;

/** `number!,customer~220,gross` in the address: a width behind `~`, a pin as `!`. */
export const written = (columns: readonly ListColumn[]): string =>
  columns.map(({ path, width, pinned }) => `${path}${width === undefined ? '' : `~${width}`}${pinned === true ? '!' : ''}`).join(',');
export function columnsIn(text: string): readonly ListColumn[] {
  return text.split(',').flatMap((part) => {
    const [, path, width, pin] = /^([\w.]+)(?:~(\d{1,4}))?(!)?$/.exec(part) ?? [];
    if (path === undefined) return [];
    return [{ path, ...(width === undefined ? {} : { width: within(Number(width)) }), ...(pin === undefined ? {} : { pinned: true }) }];
  });
}
export const within = (width: number): number => Math.round(Math.max(narrowest, Math.min(widest, width)));
export const plainColumns = (paths: readonly string[]): readonly ListColumn[] => paths.map((path) => ({ path }));

/** Pinned ones stand first, because they stand still at the left. */
export const pinnedFirst = (columns: readonly ListColumn[]): readonly ListColumn[] => [...columns.filter((one) => one.pinned), ...columns.filter((one) => !one.pinned)];
export const toggled = (columns: readonly ListColumn[], path: string): readonly ListColumn[] =>
  columns.some((one) => one.path === path) ? columns.filter((one) => one.path !== path) : [...columns, { path }];
export const repinned = (columns: readonly ListColumn[], path: string): readonly ListColumn[] =>
  pinnedFirst(columns.map(({ pinned, ...one }) => (one.path === path ? (pinned ? one : { ...one, pinned: true }) : pinned ? { ...one, pinned } : one)));
export const resized = (columns: readonly ListColumn[], path: string, width: number): readonly ListColumn[] =>
  columns.map((one) => (one.path === path ? { ...one, width: within(width) } : one));
/** One step up or down among those of its kind; a pinned one does not leave the pinned ones. */
export function moved(columns: readonly ListColumn[], path: string, by: number): readonly ListColumn[] {
  const from = columns.findIndex((one) => one.path === path);
  const column = columns[from];
  const other = columns[from + by];
  if (!column || !other || (column.pinned ?? false) !== (other.pinned ?? false)) return columns;
  const next = [...columns];
  next[from] = other;
  next[from + by] = column;
  return next;
}
