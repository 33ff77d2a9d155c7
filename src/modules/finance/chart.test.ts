import { describe, expect, test } from 'vitest';
import { accountRoles } from './account-roles.ts';
import type { ChartAccount } from './chart.ts';
import { casAdded, casChart, casLevelOne } from './chart-cas.ts';
import { sbeChart, sbeLevelOne } from './chart-sbe.ts';
import { toSbe } from './chart-sub.ts';
import { balanceSheetForms } from './layout-balance-sheet.ts';
import { incomeStatementForms } from './layout-income-statement.ts';

const charts = { cas: casChart, sbe: sbeChart } as const;
const find = (chart: readonly ChartAccount[], code: string): ChartAccount => {
  const found = chart.find((account) => account.code === code);
  if (!found) throw new Error(`no account ${code}`);
  return found;
};

describe('3.0.3 chart of accounts', () => {
  test('3.0.3 level-1 accounts: 156 of 2006 and 66 of 2011, as in the appendices', () => {
    expect(casLevelOne).toHaveLength(156);
    expect(sbeLevelOne).toHaveLength(66);
    expect(casAdded).toHaveLength(29);
  });

  describe.each(['cas', 'sbe'] as const)('%s', (standard) => {
    const chart = charts[standard];
    test('codes are unique, 4-2-2-2 digits, and a parent comes before its children', () => {
      const seen = new Set<string>();
      for (const { code, parent } of chart) {
        expect(code).toMatch(/^\d{4}(\d{2}){0,3}$/);
        expect(seen.has(code)).toBe(false);
        if (parent !== null) expect(seen.has(parent)).toBe(true);
        seen.add(code);
      }
    });
    test('layout.account_unmapped: every active account has a line for a net debit and for a net credit, and the form has it', () => {
      const bs = new Set(balanceSheetForms[standard].lines.filter((line) => !line.of).map((line) => line.key));
      const is = new Set(incomeStatementForms[standard].lines.filter((line) => !line.of).map((line) => line.key));
      for (const account of chart.filter((each) => each.active)) {
        expect([account.code, bs.has(account.bs_dr_line ?? ''), bs.has(account.bs_cr_line ?? '')]).toEqual([account.code, true, true]);
        if (account.is_line !== null) expect([account.code, is.has(account.is_line)]).toEqual([account.code, true]);
      }
    });
    test('every active account of profit and loss but 6901 has a line of the income statement', () => {
      const without = chart.filter((each) => each.active && each.class === 'profit' && each.is_line === null).map((each) => each.code);
      expect(without).toEqual(standard === 'cas' ? ['6901'] : []);
    });
    test('index §4: every role has an active leaf (the bank role names the parent of the leaf of the bank account)', () => {
      for (const [role, { [standard]: code }] of Object.entries(accountRoles)) {
        if (code === null) continue;
        const account = find(chart, code);
        expect([role, account.active, account.is_leaf]).toEqual([role, true, true]);
      }
    });
  });

  test('first sale: step 2 — 1122 requires a customer; 410415, 222106, 640101 are leaves', () => {
    expect(find(casChart, '1122').aux_required).toEqual(['customer']);
    for (const code of ['410415', '222106', '640101', '1405', '6001', '2203', '22210107']) expect(find(casChart, code).is_leaf).toBe(true);
    expect(find(casChart, '222101').is_leaf).toBe(false);
  });
  test('first sale: step 17 — 1405 stays a leaf under SBE, and 310415, 540101 are there', () => {
    for (const code of ['1405', '140590', '3001', '310415', '540101', '5001']) expect(find(sbeChart, code).is_leaf).toBe(true);
  });
  test('dimensions: customer on 2203 and 2204, supplier on 1123 and 2202xx, employee on 122101 and 224103, optional on profit and loss', () => {
    const required = (code: string) => find(casChart, code).aux_required;
    expect([required('2203'), required('2204'), required('1123'), required('220201'), required('122101'), required('224103'), required('1405')]).toEqual([
      ['customer'],
      ['customer'],
      ['supplier'],
      ['supplier'],
      ['employee'],
      ['employee'],
      [],
    ]);
    expect(find(casChart, '640101').aux_optional).toEqual(['department', 'project', 'product']);
  });
  test('cash: 101202 is not cash, 101203 and 101299 are; 220203 and 660301 are non-operating', () => {
    expect(['1001', '1002', '101202', '101203', '101299', '1122'].map((code) => find(casChart, code).is_cash)).toEqual([true, true, false, true, true, false]);
    expect(casChart.filter((account) => account.non_operating).map((account) => account.code)).toEqual(['220203', '660301']);
  });
  test('1501–1503 and accounts of financial institutions are loaded inactive', () => {
    expect(['1501', '1502', '1503', '1003', '6541'].map((code) => find(casChart, code).active)).toEqual([false, false, false, false, false]);
  });
  test('role translation CAS → SBE', () => {
    expect(['4001', '410415', '500102', '530102', '640101', '660114', '671103', '6801', '1406', '2204', '6702', '1122'].map(toSbe)).toEqual([
      '3001',
      '310415',
      '400102',
      '430102',
      '540101',
      '560114',
      '571103',
      '5801',
      '140590',
      '2203',
      null,
      '1122',
    ]);
  });
});
