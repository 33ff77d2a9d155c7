import { afterAll, describe, expect, test } from 'vitest';
import { createPrinter } from './compiler.ts';
import { type PrintContext, printData } from './generic.ts';
import { pdfPages } from './pdf-text.ts';
import { printReport } from './report.ts';
import {
  balanceSheet,
  head,
  invoice,
  invoiceContext,
  invoiceSchema,
  quotation,
  quotationContext,
  quotationSchema,
  redVoucher,
  trialBalance,
  voucher,
  voucherSchema,
} from './samples.ts';
import { type ShippedTemplate, shippedTemplate } from './templates.ts';

const printer = createPrinter();
afterAll(() => printer.close());
const pagesOf = async (template: ShippedTemplate, ...documents: readonly unknown[]): Promise<readonly string[]> =>
  pdfPages((await printer.print(shippedTemplate(template), documents)).pdf);
const lines = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ line_no: i + 1, product: { code: `P${i + 1}`, label: `商品${i + 1}号` }, qty: '1', net: '1', tax: '0', gross: '1' }));
const ofQuotation = (over: object, context: Partial<PrintContext> = {}) => printData({ ...quotation, ...over }, quotationSchema, { ...quotationContext, ...context });
const words = { ...head, words: '柒仟柒佰捌拾捌元贰角捌分' };

describe('web §9 business documents', () => {
  test('first sale, step 6: the quotation shows the number, both companies, three lines, the gross and 大写', async () => {
    const [page = '', ...more] = await pagesOf('quotation', ofQuotation({}));
    expect(more).toEqual([]);
    for (const text of [
      'QT2601-00001',
      '苏州前台贸易有限公司',
      '昆山同创电子有限公司',
      'A4复印纸',
      '桌面计算器',
      '东北大米',
      '7,600.00',
      '柒仟陆佰元整',
      '打印 管理员',
      '2026-01-05 10:12',
      '第 1 / 1 页',
    ])
      expect(page).toContain(text);
  });
  test.each(['generic', 'quotation', 'order', 'delivery'] as const)('%s prints in both languages', async (template) => {
    const [chinese = '', english = ''] = await pagesOf(template, ofQuotation({}), ofQuotation({}, { lang: 'en' }));
    expect(chinese).toContain('报价单');
    expect(chinese).toContain('第 1 / 1 页');
    expect(english).toContain('Quotation');
    expect(english).toContain('Page 1 / 1');
    expect(english).not.toMatch(/打印|编号|页/);
  });
  test('3.0.5 the receipt says from whom, into which account, how much in words, and what it settles', async () => {
    const label = (zh: string, en: string) => ({ zh, en });
    const schema = {
      name: 'finance.receipt',
      label: label('收款单', 'Receipt'),
      fields: [
        { name: 'number', kind: 'serial', label: label('编号', 'Number') },
        { name: 'state', kind: 'state', label: label('状态', 'Status') },
        { name: 'date', kind: 'date', label: label('收款日期', 'Date') },
        { name: 'bank_account', kind: 'reference', label: label('收款账户', 'Bank account') },
        { name: 'party', kind: 'any_reference', label: label('付款单位', 'Payer') },
        { name: 'amount', kind: 'money', label: label('收款金额', 'Amount') },
        { name: 'fee', kind: 'money', label: label('手续费', 'Fee') },
        { name: 'unapplied', kind: 'money', label: label('未核销（转预收）', 'Unapplied (advance)'), origin: 'computed' },
        { name: 'note', kind: 'text', label: label('备注', 'Note') },
        {
          name: 'allocations',
          kind: 'lines',
          label: label('核销明细', 'Allocations'),
          lines: [
            { name: 'item', kind: 'reference', label: label('未核销项', 'Item') },
            { name: 'amount', kind: 'money', label: label('核销金额', 'Amount') },
          ],
        },
      ],
      states: [{ key: 'posted', label: label('已过账', 'Posted') }],
    } as unknown as typeof voucherSchema;
    const receipt = {
      number: 'SK2601-00001',
      state: 'posted',
      date: '2026-01-28',
      bank_account: { id: 'b', code: 'ICBC', label: '工行基本户' },
      party: { declaration: 'customers.customer', id: 'c', code: 'C000001', label: '昆山同创电子有限公司' },
      amount: '7788.28',
      fee: '0.00',
      unapplied: '188.28',
      note: '银行回单 4471',
      allocations: [{ id: '1', line_no: 1, item: { id: 'i', code: 'FP2601-00001', label: 'FP2601-00001' }, amount: '7600.00' }],
    };
    const [chinese = '', english = ''] = await pagesOf('receipt', printData(receipt, schema, words), printData(receipt, schema, { ...words, lang: 'en' }));
    for (const text of ['收款单', 'SK2601-00001', '昆山同创电子有限公司', '工行基本户', 'FP2601-00001', '7,600.00', '188.28', '7,788.28', '柒仟柒佰捌拾捌元贰角捌分', '银行回单'])
      expect(chinese).toContain(text);
    expect(english).toContain('Received from');
    expect(english).not.toMatch(/付款单位|核销/);
  });
  test('the delivery note carries no price', async () => {
    const [page = ''] = await pagesOf('delivery', ofQuotation({}));
    expect(page).not.toMatch(/124\.50|7,600\.00|4,929\.66/);
  });
  test('long tables repeat their head, pages count within each document, and later pages name it', async () => {
    const pages = await pagesOf('order', ofQuotation({ lines: lines(60) }), ofQuotation({ number: 'QT2601-00002' }));
    const own = pages.slice(0, -1);
    expect(own.length).toBeGreaterThan(1);
    own.forEach((page, at) => {
      expect(page).toContain(`第 ${at + 1} / ${own.length} 页`);
      expect(page.match(/价税合计/g)?.length).toBe(at === own.length - 1 ? 2 : 1);
      if (at > 0) expect(page.startsWith('报价单QT2601-00001')).toBe(true);
    });
    expect(pages.at(-1)).toContain('第 1 / 1 页');
    expect(pages.at(-1)?.startsWith('苏州前台贸易有限公司')).toBe(true);
  });
  test('totals stay with two rows whatever the length of the table', async () => {
    const lengths = Array.from({ length: 14 }, (_, i) => 22 + i);
    const pages = await pagesOf('generic', ...lengths.map((n) => ofQuotation({ number: `N${n}`, lines: lines(n) })));
    for (const n of lengths) {
      const page = pages.find((each) => each.includes(`N${n}`) && each.includes('柒仟陆佰元整')) ?? '';
      expect(page).toContain(`商品${n}号`);
      expect(page).toContain(`商品${n - 1}号`);
    }
    expect(pages.length).toBeGreaterThan(lengths.length);
  });
  test('draft and void documents carry the watermark', async () => {
    const [draft = '', cancelled = '', sent = ''] = await pagesOf('generic', ofQuotation({ state: 'draft' }), ofQuotation({ state: 'cancelled' }), ofQuotation({}));
    expect(draft.match(/草稿/g)?.length).toBe(2);
    expect(cancelled).toContain('作废');
    expect(sent).not.toMatch(/草稿|作废/);
  });
  test('P.6 the decisions print on the document', async () => {
    const [page = ''] = await pagesOf(
      'order',
      ofQuotation({}, { approvals: [{ step: '部门经理', by: '林晓雯', at: '2026-01-08T03:00:00Z', decision: '同意', comment: '按合同价' }] }),
    );
    for (const text of ['审批步骤', '部门经理', '林晓雯', '同意', '2026-01-08 11:00', '按合同价']) expect(page).toContain(text);
  });
  test('a record without lines, customer or words prints too', async () => {
    for (const template of ['generic', 'quotation', 'order', 'delivery', 'invoice', 'voucher'] as const) {
      const data = printData({ number: null }, { name: 'x.y', label: '空单', fields: [] }, { ...head, organisation: { name: '甲' } });
      expect((await pagesOf(template, data))[0]).toContain('甲');
    }
  });
});

describe('2.4 invoice', () => {
  test('first sale, step 10: discount pairs stand one under the other, totals and 大写 below', async () => {
    const [page = ''] = await pagesOf('invoice', printData(invoice, invoiceSchema, invoiceContext));
    for (const text of [
      '26311000000000000001',
      '2026-01-22',
      '91320583MA1TC26047',
      '2,754.42',
      '−27.84',
      '−3.62',
      '838.94',
      '−50.00',
      '549.54',
      '−0.50',
      '¥4,059.51',
      '¥505.98',
      '¥4,565.49',
      '肆仟伍佰陆拾伍圆肆角玖分',
      '管理员',
    ])
      expect(page).toContain(text);
    expect(page.indexOf('2,754.42')).toBeLessThan(page.indexOf('−27.84'));
    expect(page.indexOf('−27.84')).toBeLessThan(page.indexOf('838.94'));
  });
});

test.each([
  ['special', '电子发票（增值税专用发票）'],
  ['general', '电子发票（普通发票）'],
])('2.4 the face of a %s invoice is named %s', async (kind, title) => {
  const [page = ''] = await pagesOf('invoice', printData({ ...invoice, kind }, invoiceSchema, { ...head, words: null }));
  expect(page).toContain(title);
});

describe('3.1 vouchers', () => {
  const sheets = async (paper: string, ...records: readonly (typeof voucher)[]) =>
    pagesOf('voucher', ...records.map((record) => printData(record, voucherSchema, { ...words, extra: { paper } })));
  const long = {
    ...voucher,
    lines: Array.from({ length: 14 }, (_, i) => ({ line_no: i + 1, summary: `摘要${i + 1}`, account: { code: '1405', label: '库存商品' }, debit: '1.00', credit: null })),
  };

  test('every line with account, dimensions and side; totals and 大写', async () => {
    const [page = ''] = await sheets('voucher', voucher);
    for (const text of ['记-1', '2026-01-12', '1122 应收账款', '昆山同创电子有限公司', '4,565.49', '222106', '7,788.28', '柒仟柒佰捌拾捌元贰角捌分', '附单据 1 张'])
      expect(page).toContain(text);
  });
  test('a form is 240 × 140 mm', async () => {
    const { pdf } = await printer.print(shippedTemplate('voucher'), [printData(voucher, voucherSchema, words)]);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? [];
    expect((Number(width) / 72) * 25.4).toBeCloseTo(240, 1);
    expect((Number(height) / 72) * 25.4).toBeCloseTo(140, 1);
  });
  test('a long voucher goes on over numbered forms; only the last has the totals', async () => {
    const pages = await sheets('voucher', long);
    expect(pages.map((page) => /\d\/\d/.exec(page)?.[0])).toEqual(['1/3', '2/3', '3/3']);
    expect(pages.map((page) => page.includes('7,788.28'))).toEqual([false, false, true]);
    expect(pages[0]).toContain('转下页');
  });
  test('two forms stand on an A4, also of different vouchers', async () => {
    const pages = await sheets('a4', voucher, redVoucher, voucher);
    expect(pages).toHaveLength(2);
    expect(pages[0]).toMatch(/记-1.*记-5/s);
  });
  test('red figures keep their minus', async () => {
    expect((await sheets('voucher', redVoucher))[0]).toContain('−3,034.51');
  });
});

describe('3.3 reports', () => {
  test('a trial balance with all its rows and the totals', async () => {
    const [page = ''] = await pagesOf(
      'report',
      printReport(trialBalance, { ...head, title: '科目余额表', period: '2026-01', unit: '单位：元', rowLabel: '科目名称', keyLabel: '科目编码' }),
    );
    for (const { key, label } of trialBalance.rows) {
      expect(page).toContain(key);
      expect(page).toContain(label);
    }
    for (const text of ['211,930.50', '28,533.77', '220,230.50']) expect(page).toContain(text);
  });
  test('a balance sheet in account form: both totals on one row, 未结账 as watermark', async () => {
    const [page = ''] = await pagesOf(
      'report',
      printReport(balanceSheet, { ...head, title: '资产负债表', form: '会企01表', rowLabel: '项目', rightFrom: 'current_liabilities', watermark: '未结账' }),
    );
    expect(page).toContain('资产总计208,802.71205,930.50负债和所有者权益总计208,802.71205,930.50');
    expect(page.match(/未结账/g)?.length).toBe(2);
  });
  test('many columns turn the page', async () => {
    const columns = Array.from({ length: 9 }, (_, i) => ({ key: `c${i}`, label: `列${i}`, kind: 'money' }));
    const { pdf } = await printer.print(shippedTemplate('report'), [
      printReport({ columns, rows: [{ key: 'a', label: '甲', cells: { c8: '1' } }] }, { ...head, title: '宽表', rowLabel: '项目' }),
    ]);
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? [];
    expect(Number(width)).toBeGreaterThan(Number(height));
  });
});
