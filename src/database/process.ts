import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from './fault.ts';

/**
 * Tells one process from a later one with the same number: a text that stays equal while the process lives.
 * Undefined when no such process runs. A lock file that holds only a number would be believed after a restart of the machine.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !answersSignals(pid)) return undefined;
  if (process.platform === 'linux') {
    const fields = statFields(pid);
    if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${pid}@${fields[19] ?? ''}`;
  }
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return started === '' ? undefined : `${pid}@${started}`;
  } catch {
    return `${pid}@`;
  }
}

/** Whether the process runs and, where the system can tell, bears this program name. */
export function runsAs(pid: number, program: string): boolean {
  if (processIdentity(pid) === undefined) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program;
  } catch {
    return false;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The fields of /proc/<pid>/stat after the program name (which may itself contain blanks and brackets): state first, start time at 19. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
