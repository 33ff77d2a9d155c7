import { type Decimal, decimal } from '#decimal';
import type { AccountRole, Label, LocalDate } from '#declare';

export type TaxMethod = 'general' | 'zero' | 'exempt' | 'none' | 'simplified' | 'small_scale';
export interface ShippedTaxCode extends Label {
  readonly code: string;
  readonly rate: Decimal;
  readonly method: TaxMethod;
  readonly source: string;
  readonly valid_from: LocalDate;
  readonly valid_to: LocalDate | null;
}
const code = (name: string, rate: string, method: TaxMethod, zh: string, en: string, source: string, valid_from: string, valid_to: string | null = null): ShippedTaxCode => ({
  code: name,
  rate: decimal(rate),
  method,
  zh,
  en,
  source,
  valid_from: valid_from as LocalDate,
  valid_to: valid_to as LocalDate | null,
});
const law = '增值税法（2026-01-01起施行）';
/**
 * VAT codes of the first start (3.7). 0 %, 免税 and 不征税 are three codes, all with tax 0.00 (2.0.2 A9). Rates that run on under the new law are
 * valid from the day they were last set, so that documents before 2026 find them too.
 */
export const shippedTaxCodes: readonly ShippedTaxCode[] = [
  code('VAT13', '0.13', 'general', '增值税13%', 'VAT 13%', `${law}；财政部 税务总局 海关总署公告2019年第39号`, '2019-04-01'),
  code('VAT9', '0.09', 'general', '增值税9%', 'VAT 9%', `${law}；财政部 税务总局 海关总署公告2019年第39号`, '2019-04-01'),
  code('VAT6', '0.06', 'general', '增值税6%', 'VAT 6%', `${law}；财税〔2016〕36号`, '2016-05-01'),
  code('VAT0', '0', 'zero', '零税率', 'VAT zero-rated', law, '2016-05-01'),
  code('EXEMPT', '0', 'exempt', '免税', 'VAT exempt', law, '2016-05-01'),
  code('NONE', '0', 'none', '不征税', 'Outside VAT', law, '2016-05-01'),
  code('SIMP3', '0.03', 'simplified', '简易计税3%', 'Simplified 3%', law, '2016-05-01'),
  code('SIMP5', '0.05', 'simplified', '简易计税5%', 'Simplified 5%', '财税〔2016〕36号（新法下适用范围须核实）', '2016-05-01'),
  code('SMALL3', '0.03', 'small_scale', '小规模征收率3%', 'Small-scale 3%', law, '2016-05-01'),
  code('SMALL1', '0.01', 'small_scale', '小规模减按1%', 'Small-scale, reduced to 1%', '财政部 税务总局公告2023年第19号', '2023-01-01', '2027-12-31'),
];

/** Roles that a method posts to (3.7): output by the method; codes without tax have neither. */
export function taxRoles(method: TaxMethod): { readonly output: AccountRole | null; readonly input: AccountRole | null } {
  if (method === 'exempt' || method === 'none') return { output: null, input: null };
  return { output: 'output_vat', input: method === 'general' || method === 'zero' ? 'input_vat' : null };
}
/** The account of output VAT by method (3.0.4 S2): simplified tax and small-scale taxpayers have their own. */
export function outputVatAccount(method: TaxMethod): string {
  return method === 'simplified' ? '222108' : method === 'small_scale' ? '222101' : '22210107';
}
