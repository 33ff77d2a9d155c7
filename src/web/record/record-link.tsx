import { Link } from '@tanstack/react-router';
import type { Reference } from '../api/types.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { referenceLabel } from './cell.tsx';

/** Small lists everybody knows (units, currencies) are words; everything else opens. */
const plain: ReadonlySet<string> = new Set(['core.unit', 'core.currency', 'core.region', 'core.user', 'core.department', 'core.organisation']);
export function RecordLink({ declaration, reference }: { readonly declaration: string; readonly reference: Reference }) {
  const home = useHome();
  const me = useWho();
  const text = referenceLabel(reference);
  if (plain.has(declaration) || reference.id === '' || declaration === '' || !mayOpen(me, declaration)) return <span>{text}</span>;
  return <Link to={`${home}/${declaration.replace('.', '/')}/${reference.id}` as string}>{text}</Link>;
}
