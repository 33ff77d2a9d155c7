/** The page of the list a document was opened from, so that the next one is a key away (web §8). Kept for this tab only. */
export interface Neighbours {
  readonly ids: readonly string[];
  /** Rows of the list before this page. */
  readonly from: number;
  readonly count: number | undefined;
}
const place = (name: string): string => `qiantai.neighbours.${name}`;

export function keepNeighbours(name: string, neighbours: Neighbours): void {
  try {
    sessionStorage.setItem(place(name), JSON.stringify(neighbours));
  } catch {
    // Without storage there is no next document, and nothing else is lost.
  }
}
export interface Position {
  readonly at: number;
  readonly count: number | undefined;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}
export function positionOf(name: string, id: string | undefined): Position | undefined {
  if (id === undefined) return undefined;
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(name)) ?? 'null') as Neighbours | null;
    const index = kept?.ids.indexOf(id) ?? -1;
    if (!kept || index < 0) return undefined;
    return { at: kept.from + index + 1, count: kept.count, previous: kept.ids[index - 1], next: kept.ids[index + 1] };
  } catch {
    return undefined;
  }
}
