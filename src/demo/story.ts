import type { LocalDate } from '#declare';
import { addDays } from '../modules/finance/index.ts';
import { pick } from './chance.ts';
import type { Office } from './desk.ts';
import type { Plan } from './plan.ts';

/** What happens on which day. Whatever is decided on the way is put on a later day; what lies beyond the last day does not happen. */
export interface Diary {
  readonly add: (date: LocalDate, event: () => Promise<void>) => void;
  /** At the end of that day. */
  readonly close: (date: LocalDate, event: () => Promise<void>) => void;
  readonly run: (from: LocalDate, until: LocalDate, each: (date: LocalDate) => Promise<void>) => Promise<void>;
}
export interface Story {
  readonly office: Office;
  readonly plan: Plan;
  readonly diary: Diary;
  readonly customer: (at: number) => { readonly code: string; readonly name: string };
  /** Invented numbers of the tax bureau, each once. */
  readonly fapiao: (date: LocalDate) => string;
}
type Event = () => Promise<void>;

export function openDiary(): Diary {
  const days = new Map<LocalDate, { readonly events: Event[]; readonly last: Event[] }>();
  let current = '' as LocalDate;
  const page = (date: LocalDate) => {
    const day = date < current ? current : date;
    const found = days.get(day) ?? { events: [], last: [] };
    days.set(day, found);
    return found;
  };
  return {
    add: (date, event) => void page(date).events.push(event),
    close: (date, event) => void page(date).last.push(event),
    run: async (from, until, each) => {
      for (let day = from; day <= until; day = addDays(day, 1)) {
        current = day;
        await each(day);
        const { events, last } = page(day);
        for (let event = events.shift() ?? last.shift(); event; event = events.shift() ?? last.shift()) await event();
        days.delete(day);
      }
    },
  };
}
export function openStory(office: Office, plan: Plan): Story {
  let issued = 0;
  return {
    office,
    plan,
    diary: openDiary(),
    customer: (at) => pick(plan.firms, at),
    fapiao: (date) => {
      issued += 1;
      return `${date.slice(2, 4)}312${String(plan.seed % 1000).padStart(3, '0')}${String(issued).padStart(12, '0')}`;
    },
  };
}
