import { prepare } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { PriceListRecord } from './price-list.ts';

const settled = ['code', 'kind', 'price_includes_tax', 'valid_from', 'priority', 'scope_customers', 'scope_categories', 'scope_regions', 'scope_channels', 'items'] as const;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What was published stays as it is: orders were priced by it. Only its name and its last day may still change (2.2). */
export const preparePriceList = prepare(PriceListRecord, async (draft, read, { creating, given }) => {
  if (creating) {
    const settings = await read.settings('sales.settings');
    return given.has('price_includes_tax') ? {} : { price_includes_tax: settings.price_includes_tax };
  }
  const before = draft.id === null ? null : await read.row('sales.price_list', draft.id);
  if (!before || before.state === 'draft') return {};
  const touched = settled.find((name) => !same(before[name], draft[name]));
  if (touched) throw new Refused('price_list.published', {}, `/${touched}`);
  return {};
});
