import type { Label } from '#declare';
import type { VoucherWord } from './voucher-check.ts';

/** 凭证字 by the three schemes of 3.0.1. */
export const voucherWords: { readonly [W in VoucherWord]: Label } = {
  ji: { zh: '记', en: 'General' },
  shou: { zh: '收', en: 'Receipt' },
  fu: { zh: '付', en: 'Payment' },
  zhuan: { zh: '转', en: 'Transfer' },
  cash_in: { zh: '现收', en: 'Cash receipt' },
  cash_out: { zh: '现付', en: 'Cash payment' },
  bank_in: { zh: '银收', en: 'Bank receipt' },
  bank_out: { zh: '银付', en: 'Bank payment' },
};
export const voucherKinds = {
  normal: { zh: '普通', en: 'Normal' },
  opening: { zh: '期初', en: 'Opening' },
  red: { zh: '红字', en: 'Red', color: 'red' },
  blue: { zh: '蓝字', en: 'Blue', color: 'blue' },
  fx_reval: { zh: '汇兑损益', en: 'Revaluation' },
  transfer: { zh: '转账', en: 'Transfer' },
  depreciation: { zh: '折旧', en: 'Depreciation' },
  tax: { zh: '税费', en: 'Tax' },
  pl_close: { zh: '结转损益', en: 'Profit and loss' },
  year_close: { zh: '年结', en: 'Year end' },
} as const;
/** Kinds that statements leave out: they move results between accounts without making any (3.3). */
export const closingKinds = ['pl_close', 'year_close'] as const;
