import { expect, test } from 'vitest';
import { Refused } from '../problem.ts';
import { commandScan } from './scan.ts';

/** A scanner by its standard input: 1 for a file with EICAR in it. */
const scanner = `${process.execPath} --input-type=module --eval import{buffer}from"node:stream/consumers";process.exit((await(buffer(process.stdin))).includes("EICAR")?1:0)`;
const judged = async (command: string, text: string): Promise<string> => {
  try {
    await commandScan(command)(Buffer.from(text));
    return 'clean';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};
test('P.11 a scanner of the machine judges by how it ends; one that cannot judge lets nothing in', async () => {
  expect(await judged(scanner, 'harmless')).toBe('clean');
  expect(await judged(scanner, 'x EICAR x')).toBe('file.infected');
  expect(await judged(`${process.execPath} --eval process.exit(2)`, 'harmless')).toBe('system.busy');
  expect(await judged('/there/is/no/such/scanner', 'harmless')).toBe('system.busy');
});
