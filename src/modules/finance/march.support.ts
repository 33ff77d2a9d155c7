/*
 * For tests: the worked example "March" of 3.3 as the chapter writes it; parties stand behind the slash.
 */
export const marchOpening =
  'Dr 1001 5,000 · Dr 100201 800,000 · Dr 1122/C001 120,000 · Dr 1122/C002 −20,000 · Dr 1123/S003 40,000 · Dr 122101/E001 3,000 · Dr 123102 −6,000 · Dr 1405 300,000 · Dr 1601 600,000 · Dr 1602 −150,000 · ' +
  'Cr 200101 200,000 · Cr 220201/S001 80,000 · Cr 220201/S002 −12,000 · Cr 2203/C003 30,000 · Cr 221101 50,000 · Cr 222102 18,000 · Cr 222113 1,260 · Cr 222114 540 · Cr 222115 360 · Cr 4001 1,000,000 · Cr 410101 20,000 · Cr 410415 303,840';
/** Vouchers 1–22; the month's carry-forward, 23, follows from them. */
export const marchVouchers: readonly string[] = [
  'Dr 1122/C001 226,000 · Cr 6001 200,000 · Cr 22210107 26,000',
  'Dr 640101 120,000 · Cr 1405 120,000',
  'Dr 100201 200,000 · Cr 1122/C001 200,000',
  'Dr 1405 100,000 · Dr 22210101 13,000 · Cr 220201/S001 113,000',
  'Dr 220201/S001 150,000 · Cr 100201 150,000',
  'Dr 222102 18,000 · Dr 222113 1,260 · Dr 222114 540 · Dr 222115 360 · Cr 100201 20,160',
  'Dr 660201 30,000 · Dr 660101 20,000 · Cr 221101 50,000',
  'Dr 221101 50,000 · Cr 100201 45,500 · Cr 222112 500 · Cr 224101 4,000',
  'Dr 660202 5,000 · Dr 660102 2,000 · Cr 1602 7,000',
  'Dr 660301 749.17 · Cr 2231 749.17',
  'Dr 2231 749.17 · Cr 100201 749.17',
  'Dr 100201 312.50 · Dr 660302 −312.50',
  'Dr 1601 50,000 · Dr 22210101 6,500 · Cr 100201 56,500',
  'Dr 1606 5,000 · Dr 1602 15,000 · Cr 1601 20,000',
  'Dr 100201 4,520 · Cr 1606 4,000 · Cr 22210107 520',
  'Dr 6115 1,000 · Cr 1606 1,000',
  'Dr 100201 100,000 · Cr 2501 100,000',
  'Dr 200101 50,000 · Cr 100201 50,000',
  'Dr 6702 1,200 · Cr 123102 1,200',
  'Dr 660204 2,800 · Cr 122101/E001 2,000 · Cr 1001 800',
  'Dr 1001 2,000 · Cr 100201 2,000',
  'Dr 22210104 7,020 · Cr 222102 7,020',
  'Dr 6403 842.40 · Cr 222113 491.40 · Cr 222114 210.60 · Cr 222115 140.40',
  'Dr 6801 4,180.23 · Cr 222111 4,180.23',
];

export interface WrittenLine {
  readonly side: 'Dr' | 'Cr';
  readonly account: string;
  readonly party: string | undefined;
  readonly amount: string;
}
/** `Dr 1122/C001 226,000 · Cr 6001 200,000`: the lines of one voucher as the chapter writes it. */
export const writtenLines = (text: string): readonly WrittenLine[] =>
  text.split('·').map((part) => {
    const [, side, account, party, amount] = /^(Dr|Cr) (\d+)(?:\/(\w+))? ([−\d,.]+)$/.exec(part.trim()) ?? [];
    if (!side || !account || !amount) throw new Error(`cannot read ${part}`);
    return { side: side === 'Dr' ? 'Dr' : 'Cr', account, party, amount: amount.replaceAll(',', '').replace('−', '-') };
  });
