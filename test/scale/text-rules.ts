import type { Written } from './sources.ts';

/* The rules that the text answers: the statements of the migrations in their order, and the SQL of the program. Each answers what breaks it. */
export type Statements = readonly string[];
const nameOf = (statement: string, pattern: RegExp): string => pattern.exec(statement)?.[1]?.replaceAll('"', '') ?? '';
const createTable = /^create table (?:if not exists )?([\w."]+)/i;
const alterTable = /^alter table (?:only )?([\w."]+)/i;
const short = (statement: string): string => statement.replace(/\s+/g, ' ').slice(0, 120);

/** Rule 2: a table is made, then distributed, and only then gets foreign keys, triggers, its policy and grants. */
export function distributedFirst(statements: Statements): string[] {
  const made = new Set<string>();
  const distributed = new Set<string>();
  const wrong: string[] = [];
  for (const statement of statements) {
    const table = nameOf(statement, createTable);
    if (table !== '') {
      made.add(table);
      if (/\breferences\b/i.test(statement) && !table.startsWith('auth.')) wrong.push(`${table}: a foreign key inside create table`);
    }
    const told = nameOf(statement, /^select core\.distribute\('([^']+)'\)/i);
    if (told !== '') distributed.add(told);
    const later = nameOf(statement, /^(?:alter table (?:only )?|create policy \w+ on |create (?:constraint )?trigger [^;]*? on |grant [^;]*? on (?!schema|function))([\w."]+)/is);
    if (later !== '' && made.has(later) && !later.startsWith('auth.') && !distributed.has(later)) wrong.push(`${later} is not distributed before: ${short(statement)}`);
  }
  return [...wrong, ...[...made].filter((table) => !table.startsWith('auth.') && !distributed.has(table)).map((table) => `${table} is never distributed`)];
}
/** Rule 3: one change a statement, every constraint under a name of its own. */
export function oneNamedChange(statements: Statements): string[] {
  return statements.flatMap((statement) => {
    if (alterTable.test(statement)) {
      const changes = statement.match(/\b(add (column|constraint)|drop (column|constraint)|alter column)\b/gi) ?? [];
      const bare =
        /\badd\s+(check|unique|primary key|foreign key|exclude)\b/i.test(statement) ||
        (/\badd column\b/i.test(statement) && /\b(check|unique|primary key|references)\b/i.test(statement));
      return changes.length > 1 || bare ? [short(statement)] : [];
    }
    if (!createTable.test(statement)) return [];
    // In a table that is made, a constraint stands on a line of its own with its name before it.
    const lines = statement.split('\n').slice(1, -1);
    return lines
      .filter(
        (line) => /^\s*(check|unique|primary key|exclude|foreign key)\b/i.test(line) || (/\b(check|unique|references)\b|primary key/i.test(line) && !/\bconstraint\b/i.test(line)),
      )
      .map((line) => `${nameOf(statement, createTable)}: ${line.trim()}`);
  });
}
/** Rule 4: one statement a message. A semicolon ends one, unless it stands in the body of a function or in a text. */
export const oneStatementEach = (statements: Statements): string[] =>
  statements.filter((statement) => /;\s*\S/.test(statement.replace(/\$\$[\s\S]*?\$\$/g, '').replace(/'[^']*'/g, ''))).map(short);

const fails =
  (wrong: (sql: string) => boolean) =>
  (written: readonly Written[]): string[] =>
    written.filter(({ sql }) => wrong(sql)).map(({ path, sql }) => `${path}: ${short(sql)}`);
/** Rule 13 */
export const noSetRole = fails((sql) => /\bset\s+(local\s+)?role\b|\bset\s+session\s+authorization\b/i.test(sql));
/** Rule 12: the company is told by `set local` within the transaction. */
export const orgBySetLocal = fails((sql) => /set_config\s*\(\s*'app\.org_id'|\bset\s+(session\s+)?app\.org_id/i.test(sql));
/** Rule 14 */
export const selectedInsertsReturn = fails((sql) => /^\s*insert into\b/i.test(sql) && /\bselect\b/i.test(sql) && !/\breturning\b|\bon conflict\b/i.test(sql));
/** Rule 15 */
export const noInsertingChain = fails((sql) => /^\s*with\b/i.test(sql) && (sql.match(/\binsert\s+into\b/gi) ?? []).length > 1);
/** Rule 16 */
export const noMerge = fails((sql) => /\bmerge\s+into\s+(core|finance|inventory|customers|sales)\./i.test(sql));
/** Rule 17 */
export const noVolatileUpdate = fails((sql) => /\bupdate\b/i.test(sql) && /\b(clock_timestamp|statement_timestamp|random|gen_random_uuid|uuidv7|nextval)\s*\(/i.test(sql));
/** Rule 18 */
export const noSelectInValues = fails((sql) => /\bvalues\s*\((?:[^()]|\([^()]*\))*\(\s*select\b/i.test(sql));
/** Rule 19: as many conditions on the company as tables. What ends before its condition or takes it from elsewhere is completed where that stands. */
export const everyTableBound = fails((sql) => {
  const used = [...sql.matchAll(/\b(?:from|join)\s+(?:core|finance|inventory|customers|sales)\.(?:"\w+"|\w+)/gi)].length;
  const bound = [...sql.matchAll(/\borg_id\b/g)].length;
  return used > bound && /\bwhere\b/i.test(sql) && !/\bwhere §/.test(sql);
});
/** Rule 21 */
export const noAdvisoryLock = fails((sql) => /pg_(try_)?advisory/i.test(sql));
/** Rule 22 */
export const claimedInOneOrg = fails(
  (sql) => /\bfor (no key )?update\b|\bfor share\b/i.test(sql) && /\b(core|finance|inventory|customers|sales)\./.test(sql) && !/\borg_id\b/.test(sql),
);
/** Rule 23: nothing of the business is written together with the tables of sign-in, which stay on one node. */
export const noLocalTable = fails((sql) => /\bauth\.\w+/.test(sql));
/** Rule 24 */
export const noNotifying = fails((sql) => /\bpg_notify\s*\(|^\s*(notify|listen)\s+\w/i.test(sql));
/** Rule 26 */
export const noForbiddenWrite = fails(
  (sql) =>
    (/\bset\s+org_id\s*=/i.test(sql) && !/\bupdate\s+auth\./i.test(sql)) ||
    /\b(update|insert into|delete from)\s+(core|finance|inventory|customers|sales)\.\w+_v\b/i.test(sql) ||
    /\bprepare\s+transaction\b/i.test(sql),
);
