import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../api/problem.ts';
import { listQuery } from '../api/queries.ts';
import { useWords } from '../words/index.ts';
import { useRegistry } from './grants.ts';

/** Roles by their name: shipped ones are declared, a company's own are records that not everybody may list. */
export function useRoleNames(codes: readonly string[]): readonly string[] {
  const t = useWords();
  const registry = useRegistry();
  const own = codes.some((code) => registry !== undefined && !registry.roles.has(code));
  const asked = useQuery({ ...listQuery('core.role', { limit: 200, count: 'none', fields: 'code,label,label_en' }), enabled: own, retry: false });
  const rows = isProblem(asked.error) ? [] : (asked.data?.data ?? []);
  return codes.map((code) => {
    const spec = registry?.roles.get(code);
    if (spec) return t.of(spec);
    const row = rows.find((one) => one['code'] === code);
    return String((t.locale === 'en' ? row?.['label_en'] : null) ?? row?.['label'] ?? code);
  });
}
