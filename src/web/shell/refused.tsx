import { useState } from 'react';
import { type FieldProblem, problemsOf } from '../api/problem.ts';
import { Icon } from './icons.tsx';

const once = (part: string | undefined, at: number, all: readonly (string | undefined)[]): boolean => part !== undefined && part !== '' && all.indexOf(part) === at;
/** What was refused and what to do, once each. */
export const told = (problems: readonly FieldProblem[]): string =>
  problems.map(({ title, code, detail }) => [detail?.startsWith(title ?? '\u0000') ? undefined : (title ?? code), detail].filter(once).join(' · ')).join(' / ');

/** A write, whether it runs, and what it was refused for. */
export interface Attempt {
  readonly busy: boolean;
  readonly problems: readonly FieldProblem[];
  /** Answers whether it went through. */
  readonly attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  readonly clear: () => void;
}
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    try {
      await work();
      setProblems([]);
      return true;
    } catch (error) {
      const refused = problemsOf(error);
      if (refused.length === 0) throw error;
      setProblems(refused);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, problems, attempt, clear: () => setProblems([]) };
}
export function Refused({ problems, className = '' }: { readonly problems: readonly FieldProblem[]; readonly className?: string }) {
  if (problems.length === 0) return null;
  return (
    <div className={`notice red ${className}`} role="alert">
      <Icon name="error" style={{ marginTop: 2 }} />
      <span>{told(problems)}</span>
    </div>
  );
}
