import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import type { DeclaredRecord, Declarations } from '../record/declarations.ts';

export interface Place {
  readonly module: ModuleDeclaration;
  readonly records: readonly DeclaredRecord[];
}
/** Records a company may extend, by module: those people write, business first. */
export function placesIn(declarations: Declarations): readonly Place[] {
  const order = ['customers', 'sales', 'finance', 'inventory'];
  const rank = (module: string): number => (order.includes(module) ? order.indexOf(module) : order.length + (module === 'core' ? 1 : 0));
  return declarations.modules
    .map((module) => ({
      module,
      records: [...declarations.records.values()].filter((record) => record.name.startsWith(`${module.name}.`) && !record.readonly && record.name !== 'core.custom_field'),
    }))
    .filter(({ records }) => records.length > 0)
    .sort((a, b) => rank(a.module.name) - rank(b.module.name));
}
