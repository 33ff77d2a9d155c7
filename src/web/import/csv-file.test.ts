import { describe, expect, it } from 'vitest';
import { errorCsv, readCsv, textOf } from './csv-file.ts';

describe('the file a person chooses (P.10)', () => {
  it('P10-1 is read by its mark, as UTF-8, else as GB18030', () => {
    expect(textOf(Uint8Array.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6]))).toBe('编号,名称');
    expect(textOf(new TextEncoder().encode('\uFEFF编号,名称'))).toBe('编号,名称');
    expect(textOf(Uint8Array.from([0xff, 0xfe, 0x00]))).toBeUndefined();
  });
  it('keeps quotes and line feeds inside them', () => {
    expect(readCsv('a;b\r\n"x ""y"";\nz";2\r\n\r\n')).toEqual({
      delimiter: ';',
      rows: [
        ['a', 'b'],
        ['x "y";\nz', '2'],
      ],
    });
  });
  it('P10-3 gives back the rows that failed, with column and reason', () => {
    const text = '编号,手机\nC1,13800138000\nC2,12912345678\n';
    expect(errorCsv(text, [{ row: 3, column: '手机', message: '手机号不对' }], { column: '错误列', message: '错误说明' })).toBe(
      '编号,手机,错误列,错误说明\r\nC2,12912345678,手机,手机号不对',
    );
  });
});
