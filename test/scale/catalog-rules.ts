import type pg from 'pg';

/** The rules that the catalog of a migrated database answers, each as a statement that finds what breaks it. */
const ours = "n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pg_toast')";
/** Tables of no organisation: sign-in, which stays on one node (rule 23). */
const tables = `${ours} and n.nspname <> 'auth' and c.relkind in ('r', 'p')`;
const name = "n.nspname || '.' || c.relname";
const column = (table: string, number: string): string => `(select attname from pg_attribute where attrelid = ${table} and attnum = ${number})`;
const bodies = `select n.nspname || '.' || p.proname as what, p.prosrc as body, pg_get_function_result(p.oid) as gives, p.prosecdef as definer from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours}`;

const found = (sql: string) => async (client: pg.Client) => (await client.query<{ what: string }>(sql)).rows.map(({ what }) => what);
interface Body {
  readonly what: string;
  readonly body: string;
  readonly gives: string;
  readonly definer: boolean;
}
const functions =
  (wrong: (body: Body) => boolean) =>
  async (client: pg.Client): Promise<string[]> =>
    (await client.query<Body>(bodies)).rows.filter(wrong).map(({ what }) => what);
/** Statements of a function's body that touch a table of ours. */
const touching = (body: string): string[] => body.split(';').filter((one) => /\b(from|join|into|update)\s+(core|finance|inventory|customers|sales)\./i.test(one));
const views = async (client: pg.Client, wrong: (definition: string) => boolean): Promise<string[]> =>
  (
    await client.query<{ what: string; definition: string }>(
      "select schemaname || '.' || viewname as what, definition from pg_views where schemaname not in ('pg_catalog', 'information_schema', 'public')",
    )
  ).rows.flatMap(({ what, definition }) => (wrong(definition) ? [what] : []));

export type CatalogRule = (client: pg.Client) => Promise<string[]>;
export const orgEverywhere = found(`select ${name} as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${tables}
    and (not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)
      or not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'))`);
export const orgFirstInIndexes =
  found(`select ${name} || ' ' || i.relname as what from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where ${tables} and (x.indisunique or x.indisexclusion) and ${column('c.oid', 'x.indkey[0]')} is distinct from 'org_id'`);
export const orgFirstInKeys =
  found(`select ${name} || ' ' || k.conname as what from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${tables} and k.contype = 'f' and (${column('k.conrelid', 'k.conkey[1]')} <> 'org_id' or ${column('k.confrelid', 'k.confkey[1]')} <> 'org_id')`);
export const shortNames = found(`select conname as what from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${ours} and length(conname) > 50
    union all select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and length(relname) > 50
    union all select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and length(tgname) > 50
    union all select attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and length(attname) > 50`);
/** Constraint triggers wait for COMMIT, where their code is lost; the foreign keys' own are the database's. */
export const noDeferredTrigger = found(
  `select ${name} || ' ' || t.tgname as what from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and not t.tgisinternal and (t.tgdeferrable or t.tginitdeferred or t.tgconstraint <> 0)`,
);
export const balancedByStatement = found(`select 'no statement trigger with a transition table balances ' || tab as what from (values ('finance.gl_voucher_line')) x(tab)
    where not exists (select 1 from pg_trigger t where t.tgrelid = tab::regclass and t.tgname = 'balanced' and t.tgnewtable is not null and (t.tgtype & 1) = 0)`);
export const noDeferredConstraint = found(
  `select conname as what from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${ours} and (k.condeferred or (k.condeferrable and k.contype <> 'f'))`,
);
export const triggersStayInOrg = functions(({ body, gives }) => gives === 'trigger' && touching(body).some((one) => !/\borg_id\b/.test(one)));
export const noTransitionJoin = functions(({ body, gives }) => gives === 'trigger' && /\bjoin\s+new_rows\b|\bnew_rows\b[^;]*\bjoin\b/i.test(body));
export const viewsCallNothing = (client: pg.Client): Promise<string[]> =>
  views(client, (definition) => [...definition.matchAll(/\b(?:core|finance|inventory|customers|sales|auth)\.(\w+)\(/g)].some(([, called]) => called !== 'org'));
/** Balances are posted by the posting statements. That of guarded accounts (I10) alone is kept by triggers, which write within one company as rule 8 asks. */
const keptByTriggers = new Set(['finance.change_cash_balances', 'finance.forget_cash_balance']);
export const triggersWriteNothing = functions(
  ({ what, body, gives }) => gives === 'trigger' && !keptByTriggers.has(what) && /\b(insert\s+into|delete\s+from|update\s+(core|finance|inventory|customers|sales)\.)/i.test(body),
);
export const ledgersOnlyGrow =
  found(`select distinct ${name} || ' ' || g.privilege_type as what from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    join information_schema.role_table_grants g on g.table_schema = n.nspname and g.table_name = c.relname and g.grantee = 'qiantai_app'
    where ${ours} and t.tgname = 'immutable' and g.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
    union all select ${name} || ' TRUNCATE' from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${tables} and has_table_privilege('qiantai_app', c.oid, 'TRUNCATE')`);
export const plainPolicies =
  found(`select schemaname || '.' || tablename || ' ' || policyname as what from pg_policies where schemaname not in ('public', 'auth') and (qual is distinct from '(org_id = core.org())' or with_check is distinct from '(org_id = core.org())')
    union all select ${name} || ' has no policy' from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${tables} and (not c.relrowsecurity or not exists (select 1 from pg_policy p where p.polrelid = c.oid))`);
export const noDefiner = functions(({ definer }) => definer);
export const noSequence = found(`select ${name} as what from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind = 'S'
    union all select ${name} || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and a.attidentity <> ''`);
/** A default that each node would work out by itself belongs to the server (rule 17). */
export const noVolatileDefault =
  found(`select ${name} || ' ' || pg_get_expr(d.adbin, d.adrelid) as what from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and pg_get_expr(d.adbin, d.adrelid) ~ 'nextval|random|clock_timestamp|uuidv|statement_timestamp'`);
export const viewsBindEveryTable = (client: pg.Client): Promise<string[]> =>
  views(client, (definition) => {
    const used = [...definition.matchAll(/(?:FROM|JOIN)\s+\(*(?:core|finance|inventory|customers|sales)\./g)].length;
    return used > [...definition.matchAll(/\borg_id =/g)].length;
  });
export const noNotify = functions(({ body }) => /\bnotify\b|pg_notify/i.test(body));
export const noAdvisory = functions(({ body }) => /pg_(try_)?advisory/i.test(body));
export const noSetNull = found(
  `select conname as what from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${ours} and k.contype = 'f' and (k.confdeltype in ('n', 'd') or k.confupdtype in ('n', 'd'))`,
);
export const queuesAreOfOrganisations = found(`select tab as what from (values ('core.outbox'), ('core.job'), ('core.webhook_delivery'), ('core.audit_pending')) x(tab)
    where not exists (select 1 from pg_attribute a where a.attrelid = tab::regclass and a.attname = 'org_id')`);
export const noKeyFromShared =
  found(`select conname as what from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace join pg_class f on f.oid = k.confrelid join pg_namespace m on m.oid = f.relnamespace
    where k.contype = 'f' and ((n.nspname = 'auth') <> (m.nspname = 'auth'))`);
