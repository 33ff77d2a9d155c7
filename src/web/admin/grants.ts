import { useMemo } from 'react';
import { buildRegistry } from '../../kernel/registry/build.ts';
import type { Registry } from '../../kernel/registry/meta.ts';
import { useDeclarations } from '../record/declarations.ts';

/** The registry as the server builds it, from the same declarations. */
export function useRegistry(): Registry | undefined {
  const declarations = useDeclarations();
  return useMemo(() => (declarations ? buildRegistry(declarations.modules) : undefined), [declarations]);
}
/** What every record can have done to it, beyond its declared actions. */
export const common = ['read', 'create', 'update', 'delete', 'import', 'export', 'print'] as const;
