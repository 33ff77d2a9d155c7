import type { Label } from '#declare';
import type { Me } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';
import { mayOpen } from '../shell/menu.ts';
import { monthEnd, monthOf, shiftMonth, today } from '../text/format.ts';
import { type Leaf, type Tree, treeOf } from '../list/where.ts';
import type { Word } from '../words/index.ts';

/** What a module declares for the workbench (P.14). */
export interface Widget extends Label {
  readonly name: string;
  readonly kind: 'figure' | 'list' | 'alert';
  readonly of: string;
  readonly measure: 'count' | { readonly sum: string };
  readonly where: object;
  readonly roles: readonly string[];
  readonly by?: string;
}
/** A figure that a report already computes; the page it opens is that report. */
export interface ReportFigure {
  readonly name: string;
  readonly word: Word;
  readonly report: string;
  /** Parameters of now and of what it is compared with. */
  readonly now: Readonly<Record<string, string>>;
  readonly before: Readonly<Record<string, string>> | undefined;
  readonly compared: Word;
  /** Rows of which the first that exists counts: the keys of both accounting standards. */
  readonly rows: readonly string[] | 'total';
  readonly column: string;
  /** The declared widget that says the same and goes before it. */
  readonly instead?: string;
}
export type Figure = { readonly kind: 'widget'; readonly widget: Widget } | { readonly kind: 'report'; readonly figure: ReportFigure };

const everything = (me: Me): boolean => me.permissions.includes('*');
const mine = (me: Me, roles: readonly string[]): boolean => everything(me) || roles.some((role) => me.roles.includes(role));

/** Widgets of the reader's roles whose rows he may also open: a figure without its page is not offered. */
export function widgetsOf(declarations: Declarations, me: Me): readonly Widget[] {
  return declarations.modules
    .flatMap((module) => module.widgets ?? [])
    .map((widget): Widget => {
      const spec = widget.spec as unknown as Omit<Widget, 'name' | 'measure'> & { readonly measure?: Widget['measure'] };
      return { ...spec, name: widget.name, measure: spec.measure ?? 'count' };
    })
    .filter((widget) => mine(me, widget.roles) && mayOpen(me, widget.of));
}

export function reportFigures(): readonly ReportFigure[] {
  const month = monthOf(today());
  const last = shiftMonth(month, -1);
  const sameDay = [`${last}-${today().slice(8)}`, monthEnd(last)].sort()[0] ?? monthEnd(last);
  const at = { at: today() };
  const monthBefore = { at: monthEnd(last) };
  return [
    {
      name: 'profit',
      word: 'desk.net_profit',
      report: 'finance.report.income_statement',
      now: { from: `${month}-01`, to: today() },
      before: { from: `${last}-01`, to: sameDay },
      compared: 'desk.same_period',
      rows: ['net_profit', '32'],
      column: 'amount',
    },
    {
      name: 'receivable',
      word: 'desk.receivable',
      report: 'finance.report.aging',
      now: at,
      before: monthBefore,
      compared: 'desk.month_start',
      rows: 'total',
      column: 'remaining',
      instead: 'finance.receivable',
    },
    {
      name: 'cash',
      word: 'desk.cash',
      report: 'finance.report.balance_sheet',
      now: at,
      before: monthBefore,
      compared: 'desk.month_start',
      rows: ['cash', '1'],
      column: 'closing',
      instead: 'finance.cash',
    },
    { name: 'stock', word: 'desk.stock', report: 'inventory.report.stock_value', now: at, before: monthBefore, compared: 'desk.month_start', rows: 'total', column: 'value' },
  ];
}
/** So many fit side by side and are taken in at a glance (web §4.9). */
export const mostFigures = 5;
export const nameOfFigure = (figure: Figure): string => (figure.kind === 'widget' ? figure.widget.name : figure.figure.name);
/** All that may be chosen: money first, then counts of work to do. */
export function figureChoices(declarations: Declarations, me: Me): readonly Figure[] {
  const figures = widgetsOf(declarations, me).filter((widget) => widget.kind === 'figure');
  const reports = reportFigures().filter(({ report }) => {
    const declared = declarations.reports.get(report);
    return declared !== undefined && mine(me, declared.roles);
  });
  const asWidget = (widget: Widget): Figure => ({ kind: 'widget', widget });
  const declared = new Set(figures.map((widget) => widget.name));
  const courses = figures.filter((widget) => widget.measure !== 'count' && widget.by !== undefined).map(asWidget);
  const sums = figures.filter((widget) => widget.measure !== 'count' && widget.by === undefined).map(asWidget);
  const counts = figures.filter((widget) => widget.measure === 'count').map(asWidget);
  const computed = reports.filter((figure) => figure.instead === undefined || !declared.has(figure.instead)).map((figure): Figure => ({ kind: 'report', figure }));
  return [...courses, ...computed.slice(0, 1), ...sums, ...computed.slice(1), ...counts];
}

/** The widget's condition as the interface and the address of a list take it. */
export const filterOf = (widget: Widget): Tree => treeOf(widget.where);
/** The list the widget counts, as leaves for its address; a condition with branches has none and opens the list unfiltered. */
export function leavesOf(tree: Tree): readonly Leaf[] | undefined {
  if ('field' in tree) return [tree];
  if (!('all' in tree)) return undefined;
  const leaves = tree.all.map((one) => ('field' in one ? one : undefined));
  return leaves.every((leaf) => leaf !== undefined) ? leaves : undefined;
}
/** The same condition over another stretch of time: its own date test is replaced. */
export function inPeriod(widget: Widget, from: string, to: string): Tree {
  const tree = filterOf(widget);
  if (widget.by === undefined) return tree;
  const others = ('all' in tree ? tree.all : [tree]).filter((one) => !('field' in one) || one.field !== widget.by);
  return { all: [...others, { field: widget.by, op: 'between', value: [from, to] }] };
}
