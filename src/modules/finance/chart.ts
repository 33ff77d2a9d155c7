import type { Label } from '#declare';

/** 余额方向: the side on which the balance of an account normally stands; ± for accounts that stand on either (3.0.3). */
export type Direction = 'D' | 'C' | '±';
export type AccountClass = 'asset' | 'liability' | 'common' | 'equity' | 'cost' | 'profit';
export type Standard = 'cas' | 'sbe';
/** 辅助核算 that the shipped charts use; administrators may add the five custom ones. */
export type Dimension = 'customer' | 'supplier' | 'employee' | 'department' | 'project' | 'product';

/** An account as a standard ships it (3.0.3). Loading a chart turns these into rows of `finance.account`. */
export interface ChartAccount extends Label {
  readonly code: string;
  readonly direction: Direction;
  readonly class: AccountClass;
  /** Accounts of financial institutions and superseded ones are loaded inactive. */
  readonly active: boolean;
  readonly parent: string | null;
  readonly is_leaf: boolean;
  readonly aux_required: readonly Dimension[];
  readonly aux_optional: readonly Dimension[];
  readonly is_cash: boolean;
  readonly control: boolean;
  readonly forbid_negative: boolean;
  readonly non_operating: boolean;
  readonly cf_in: string | null;
  readonly cf_out: string | null;
  /** Lines of the balance sheet for a net debit and a net credit; without both an account cannot be used (`layout.account_unmapped`). */
  readonly bs_dr_line: string | null;
  readonly bs_cr_line: string | null;
  readonly is_line: string | null;
  /** What is netted before the sign decides the line (3.3): the leaf alone (null), the leaf per party (`party`), a named group, or a group per party (`name/party`). */
  readonly net: string | null;
}

/** What a row of a chart may say beyond its names; a sub-account takes from its parent whatever it leaves out. */
export interface ChartOptions {
  /** One balance-sheet line for both signs, or one for a net debit and one for a net credit. */
  readonly bs?: string | readonly [string, string];
  readonly is?: string;
  /** One cash-flow item for both directions, or one for money in and one for money out. */
  readonly cf?: string | readonly [string | null, string | null] | null;
  readonly net?: string | null;
  readonly aux?: Dimension | null;
  readonly cash?: boolean;
  readonly control?: boolean;
  readonly forbid_negative?: boolean;
  readonly non_operating?: boolean;
  /** Stands beside the account whose code it continues, which stays a leaf. */
  readonly alone?: true;
  /** Loaded inactive: ° of the list, financial institutions only, and superseded accounts. */
  readonly off?: true;
}
export type ChartRow = readonly [code: string, zh: string, en: string, direction: Direction | null, options?: ChartOptions];
export interface ChartForm {
  readonly standard: Standard;
  readonly classes: { readonly [firstDigit: string]: AccountClass };
  /** The balance-sheet line that carries profit-and-loss accounts until they are carried forward. */
  readonly unclosed: string;
}

/** Levels are 4-2-2-2 digits, so the parent of a code is the code without its last two. */
export const parentCode = (code: string): string | null => (code.length > 4 ? code.slice(0, -2) : null);

const pair = (value: string | readonly [string | null, string | null] | null | undefined): readonly [string | null, string | null] =>
  value === undefined || value === null ? [null, null] : typeof value === 'string' ? [value, value] : value;

/** Completes the rows of a chart: what a sub-account leaves out is its parent's, and the class follows from the first digit. */
export function buildChart(form: ChartForm, rows: readonly ChartRow[], overrides: { readonly [code: string]: ChartOptions } = {}): readonly ChartAccount[] {
  const above = ([code, , , , options]: ChartRow): string | null => (options?.alone ? null : parentCode(code));
  const parents = new Set(rows.map(above));
  const options = new Map<string, ChartOptions>();
  const directions = new Map<string, Direction>();
  return rows.map((row) => {
    const [code, zh, en, own, given] = row;
    const parent = above(row);
    const merged: ChartOptions = { ...(parent === null ? {} : options.get(parent)), ...given, ...overrides[code] };
    const direction = own ?? (parent === null ? undefined : directions.get(parent));
    const kind = form.classes[code.slice(0, 1)];
    if (!direction || !kind) throw new TypeError(`chart ${form.standard}: ${code} has no direction or class`);
    options.set(code, merged);
    directions.set(code, direction);
    const analysed = kind === 'cost' || kind === 'profit';
    const [bsDr, bsCr] = pair(merged.bs ?? (kind === 'profit' && !merged.off ? form.unclosed : null));
    const [cfIn, cfOut] = pair(merged.cf);
    return {
      code,
      zh,
      en,
      direction,
      class: kind,
      active: merged.off !== true,
      parent,
      is_leaf: !parents.has(code),
      aux_required: merged.aux ? [merged.aux] : [],
      aux_optional: analysed ? ['department', 'project', 'product'] : [],
      is_cash: merged.cash ?? false,
      control: merged.control ?? false,
      forbid_negative: merged.forbid_negative ?? false,
      non_operating: merged.non_operating ?? false,
      cf_in: cfIn,
      cf_out: cfOut,
      bs_dr_line: bsDr,
      bs_cr_line: bsCr,
      is_line: merged.is ?? null,
      net: merged.net ?? null,
    };
  });
}
