import { spawn } from 'node:child_process';
import { Refused } from '../problem.ts';

/** Judges the bytes of an upload before they are kept (P.11): throws `file.infected`, or that it cannot judge now. */
export type Scan = (bytes: Uint8Array) => Promise<void>;
const longest = 30_000;

/**
 * A program of the machine that reads the file on its standard input and ends with 0 for clean and 1 for infected, as `clamdscan --no-summary -`
 * does. Any other end is no judgement, and what was not judged is not taken.
 */
export const commandScan =
  (command: string): Scan =>
  (bytes) =>
    new Promise((resolve, reject) => {
      const [program = '', ...words] = command.split(/\s+/).filter((word) => word !== '');
      const scanner = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'], timeout: longest });
      scanner.on('error', () => reject(new Refused('system.busy')));
      scanner.on('close', (status) => {
        if (status === 0) resolve();
        else reject(new Refused(status === 1 ? 'file.infected' : 'system.busy', {}, '/file'));
      });
      // A scanner that has seen enough closes its end; its status tells.
      scanner.stdin.on('error', () => undefined);
      scanner.stdin.end(bytes);
    });
export const noScan: Scan = () => Promise.resolve();
