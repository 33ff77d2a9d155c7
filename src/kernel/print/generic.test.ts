import { describe, expect, test } from 'vitest';
import { type PrintSchema, printData } from './generic.ts';
import { printReport } from './report.ts';
import { balanceSheet, head, quotation, quotationContext, quotationSchema, trialBalance } from './samples.ts';

describe('P.11 data of a print', () => {
  const data = printData(quotation, quotationSchema, quotationContext);

  test('first sale, step 6: facts, lines, totals and 大写 are ready texts', () => {
    expect(data).toMatchObject({
      title: '报价单',
      number: 'QT2601-00001',
      state: '已发送',
      watermark: null,
      words: '柒仟陆佰元整',
      printed: { by: '管理员', at: '2026-01-05 10:12' },
    });
    expect(data.facts).toContainEqual({ name: 'customer', label: '客户', value: 'C000001 昆山同创' });
    expect(data.facts.map(({ name }) => name)).toEqual([
      'customer',
      'quotation_date',
      'valid_until',
      'currency',
      'payment_term',
      'salesperson',
      'price_includes_tax',
      'header_discount',
    ]);
    expect(data.totals).toEqual([
      { name: 'net', label: '不含税合计', value: '6,783.43' },
      { name: 'tax', label: '税额合计', value: '816.57' },
      { name: 'gross', label: '价税合计', value: '7,600.00' },
    ]);
    const [table] = data.tables;
    expect(table?.rows[0]).toMatchObject({
      line_no: '1',
      product: 'P001 A4复印纸',
      'product.code': 'P001',
      'product.spec': '70g 500张',
      qty: '40',
      unit_price: '124.50',
      tax_rate: '13%',
      gross: '4,929.66',
    });
    expect(table?.foot).toEqual({ net: '6,783.43', tax: '816.57', gross: '7,600.00' });
    expect(data.shown).toMatchObject({ 'customer.name': '昆山同创电子有限公司', 'customer.phone': '13800138000' });
  });
  test('labels come in the language asked for; what people wrote does not change', () => {
    const english = printData(quotation, quotationSchema, { ...quotationContext, lang: 'en' });
    expect(english).toMatchObject({ title: 'Quotation', state: 'Sent', words: '柒仟陆佰元整' });
    expect(english.labels).toMatchObject({ valid_until: 'Valid until', 'lines.unit_price': 'Unit price' });
    expect(english.shown['price_includes_tax']).toBe('Yes');
    expect(english.shown['customer.name']).toBe('昆山同创电子有限公司');
  });
  test('a hidden field is neither shown nor labelled, on the record or in the schema, in head or lines', () => {
    const secret = { ...quotation, margin: '1,000.00', lines: [{ line_no: 1, qty: '1', net: '77.77', _access: { hidden: ['net'] } }] };
    const hiddenByRecord = printData(secret, quotationSchema, quotationContext);
    expect(hiddenByRecord.labels).not.toHaveProperty('margin');
    expect(JSON.stringify({ ...hiddenByRecord, record: null })).not.toMatch(/1,000\.00|77\.77|毛利/);
    const fields = quotationSchema.fields.map((field) => (field.name === 'header_discount' ? { ...field, access: 'hidden' as const } : field));
    expect(JSON.stringify({ ...printData(quotation, { ...quotationSchema, fields }, quotationContext), record: null })).not.toContain('77.60');
  });
  test('the columns of the view are kept in their order; else empty columns go', () => {
    const chosen = printData(quotation, quotationSchema, { ...quotationContext, columns: { lines: ['gross', 'product'] } });
    expect(chosen.tables[0]?.columns.map(({ name }) => name)).toEqual(['gross', 'product']);
    const plain = printData({ ...quotation, lines: [{ line_no: 1, qty: '1' }] }, quotationSchema, quotationContext);
    expect(plain.tables[0]?.columns.map(({ name }) => name)).toEqual(['qty']);
  });
  test('figures stand right and the longest text takes the room', () => {
    const columns = data.tables[0]?.columns ?? [];
    expect(columns.filter(({ align }) => align === 'right').map(({ name }) => name)).toEqual(['qty', 'unit_price', 'discount_rate', 'tax_rate', 'net', 'tax', 'gross']);
    expect(columns.filter(({ grows }) => grows).map(({ name }) => name)).toEqual(['product']);
  });
  test.each([
    ['draft', '草稿', 'DRAFT'],
    ['void', '作废', 'VOID'],
    ['cancelled', '作废', 'VOID'],
    ['reversed', '作废', 'VOID'],
    ['sent', null, null],
  ])('web §9: %s prints the watermark %s', (state, zh, en) => {
    expect(printData({ ...quotation, state }, quotationSchema, quotationContext).watermark).toBe(zh);
    expect(printData({ ...quotation, state }, quotationSchema, { ...quotationContext, lang: 'en' }).watermark).toBe(en);
    expect(printData({ ...quotation, state }, quotationSchema, { ...quotationContext, watermark: null }).watermark).toBeNull();
  });
  test('a field kept from screens is named by templates only', () => {
    const fields = quotationSchema.fields.map((field) => (field.name === 'valid_until' ? { ...field, hidden: true } : field));
    const kept = printData(quotation, { ...quotationSchema, fields }, quotationContext);
    expect(kept.facts.map(({ name }) => name)).not.toContain('valid_until');
    expect(kept.shown['valid_until']).toBe('2027-12-31');
  });
  test('a catalog without lines keeps its money among the facts', () => {
    const schema: PrintSchema = {
      name: 'x.y',
      label: '档案',
      fields: [
        { name: 'name', kind: 'text', label: '名称' },
        { name: 'balance', kind: 'money', label: '余额', origin: 'computed' },
        { name: 'remark', kind: 'text', label: '备注', long: true },
      ],
    };
    const catalog = printData({ name: '甲', balance: '5', remark: '长文' }, schema, head);
    expect(catalog.facts).toEqual([
      { name: 'name', label: '名称', value: '甲' },
      { name: 'balance', label: '余额', value: '5.00' },
    ]);
    expect(catalog.notes).toEqual([{ name: 'remark', label: '备注', value: '长文' }]);
    expect(catalog).toMatchObject({ totals: [], tables: [], number: null });
  });
});

describe('P.2.2 a report as a print', () => {
  test('first sale, step 12: cells by the kind of their column, totals as the report has them', () => {
    const data = printReport(trialBalance, { ...head, title: '科目余额表', rowLabel: '科目' });
    expect(data.sides).toHaveLength(1);
    expect(data.sides[0]?.find(({ key }) => key === '1122')?.cells).toEqual({ opening_debit: '11,300.00', debit: '7,600.00', credit: '14,300.00', closing_debit: '4,600.00' });
    expect(data.totals).toMatchObject({ opening_debit: '211,930.50', closing_credit: '220,230.50' });
  });
  test('a balance sheet splits where its right half begins; sums stand out', () => {
    const data = printReport(balanceSheet, { ...head, title: '资产负债表', rowLabel: '项目', rightFrom: 'current_liabilities' });
    expect(data.sides.map((side) => side.at(-1)?.key)).toEqual(['assets', 'equity_and_liabilities']);
    expect(data.sides[0]?.filter(({ strong }) => strong).map(({ key }) => key)).toEqual(['current_assets', 'assets']);
    expect(data.notes).toEqual(['未结账']);
  });
});
