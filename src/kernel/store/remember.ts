import type { Row, Tx } from './session.ts';

/** Answers by question: the text of a statement with its values. */
export type Asked = Map<string, Promise<readonly Row[]>>;
/** Reads within one transaction while nothing is written: the same question has the same answer, and who asks again waits for nobody. */
export function remembering(tx: Tx, asked: Asked = new Map()): Tx {
  return {
    query: (text, values = []) => {
      const key = `${text}\n${JSON.stringify(values)}`;
      const found = asked.get(key) ?? tx.query(text, values);
      asked.set(key, found);
      return found;
    },
  };
}
