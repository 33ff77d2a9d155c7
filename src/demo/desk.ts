import type { LocalDate } from '#declare';
import type { Pools } from '../database/pool.ts';
import type { Call, Organisation, Principal } from '../kernel/command/call.ts';
import { actOn } from '../kernel/command/act.ts';
import type { Environment } from '../kernel/command/environment.ts';
import { changeRecord, createRecord } from '../kernel/command/save.ts';
import { changeSettings } from '../kernel/command/settings.ts';
import { openEnvironment } from '../kernel/kernel.ts';
import { Refused } from '../kernel/problem.ts';
import { readRecord } from '../kernel/read/record.ts';
import { sequence } from '../kernel/sequencer.ts';
import { inTransaction, type Row } from '../kernel/store/session.ts';
import { modules } from '../modules/index.ts';
import { servers } from '../modules/server.ts';
import { grantsOf } from '../server/grants-of.ts';
import { principalOf } from '../server/sign-in/principal.ts';
import type { Seat } from './staff.ts';

/*
 * Everything the demo does is done here: as a person with that person's rights, on the day it happens. The kernel's clock is the story's, so
 * that nothing is back-dated and the audit trail tells the year as it went.
 */
export interface Made {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}
export interface Acted {
  readonly record: Made;
  readonly created: readonly { readonly declaration: string; readonly id: string }[];
}
export interface Person {
  readonly create: (name: string, body: object) => Promise<Made>;
  readonly change: (name: string, record: Pick<Made, 'id' | 'version'>, patch: object) => Promise<Made>;
  readonly act: (name: string, record: Pick<Made, 'id' | 'version'>, action: string, input?: object) => Promise<Acted>;
  /** The record as it is now. */
  readonly read: (name: string, key: string) => Promise<Made>;
}
export interface Office {
  readonly environment: Environment;
  readonly org: Organisation;
  /** The installation itself, with every right: what nobody of the company does. */
  readonly system: Person;
  readonly setting: (module: string, values: object) => Promise<void>;
  readonly of: (seat: Seat) => Person;
  /** Opens a seat for a user of the organisation. */
  readonly seat: (seat: Seat, user: string) => Promise<void>;
  /** Moves the clock on to the next moment of that day. */
  readonly at: (date: LocalDate) => void;
  readonly today: () => LocalDate;
  readonly query: (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;
  /** Ends when everything posted has its number. */
  readonly settled: () => Promise<void>;
}
export interface OfficeOptions {
  readonly pools: Pools;
  readonly org: Organisation;
  /** Of the organisation; the command line acts in this member's name. */
  readonly user: string;
  readonly until: LocalDate;
  /** Nothing may lie in the future: on the running day the clock stops at this moment. */
  readonly now?: (() => Date) | undefined;
}
const opensAt = 8 * 60 + 30;
const step = 3;
const closesAt = 17 * 60 + 40;

export function openOffice({ pools, org, user, until, now }: OfficeOptions): Office {
  let [day, moments, instant] = [until, 0, new Date(`${until}T08:00:00+08:00`)];
  const capped = (wanted: Date): Date => {
    const limit = now?.();
    return limit !== undefined && wanted > limit ? limit : wanted;
  };
  // Numbers, chains and roll-ups are made for many postings at once, when somebody looks at them and at the end.
  const environment: Environment = { ...openEnvironment({ modules, servers, pools, clock: () => capped(instant) }), sequenced: () => Promise.resolve() };
  const principal: Principal = {
    kind: 'job',
    user,
    name: 'demo',
    org,
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(['*']),
    unlimited: true,
  };
  const callOf = (who: Principal): Call => ({ principal: who, via: who.kind === 'user' ? 'web' : 'job', request: 'demo', locale: 'zh', dryRun: false, ack: new Set() });
  const people = new Map<Seat, Person>();
  const system = personOf(environment, callOf(principal), () => day);
  return {
    environment,
    org,
    system,
    setting: async (module, values) => void (await changeSettings(environment, callOf(principal), module, values)),
    of: (seat) => {
      const person = people.get(seat);
      if (!person) throw new TypeError(`nobody sits at ${seat}`);
      return person;
    },
    seat: async (seat, member) => {
      const who = await inTransaction(pools.reads, org.id, (tx) => principalOf(tx, environment.registry, grantsOf, org.id, member, capped(instant)), { readOnly: true });
      if (!who) throw new TypeError(`${seat} cannot sign in`);
      people.set(
        seat,
        personOf(environment, callOf(who), () => day),
      );
    },
    at: (date) => {
      moments = date === day ? moments + 1 : 0;
      day = date;
      const minutes = Math.min(opensAt + moments * step, closesAt);
      instant = new Date(Date.parse(`${date}T00:00:00+08:00`) + (minutes * 60 + (moments % 60)) * 1000);
    },
    today: () => day,
    query: (text, values) => inTransaction(pools.plain, org.id, (tx) => tx.query(text, values), { readOnly: true }),
    settled: () => sequence(pools.commands, servers, org),
  };
}

function personOf(environment: Environment, call: Call, today: () => LocalDate): Person {
  const said = async <T>(what: string, work: Promise<{ readonly body: unknown }>): Promise<T> => {
    try {
      return (await work).body as T;
    } catch (error) {
      // A refusal here is a fault of the story; who met it, where and when belongs into the message.
      if (error instanceof Refused)
        throw new Error(`${today()} ${call.principal.name}: ${what}: ${error.errors.map((one) => `${one.code} ${one.path ?? ''} ${JSON.stringify(one.params)}`).join('; ')}`, {
          cause: error,
        });
      throw error;
    }
  };
  return {
    create: (name, body) => said(`${name} create`, createRecord(environment, call, name, body)),
    change: (name, { id, version }, patch) => said(`${name} change`, changeRecord(environment, call, name, id, version, patch)),
    act: (name, { id, version }, action, input = {}) => said(`${name} ${action}`, actOn(environment, call, name, id, action, { version, input })),
    read: (name, key) => said(`${name} read`, readRecord(environment, call, name, key)),
  };
}
