import { readdirSync, writeFileSync } from 'node:fs';
import { wholeSchema } from '../src/kernel/store/schema.ts';
import { registryOf } from '../src/kernel/kernel.ts';
import { separator } from '../src/kernel/store/migrate.ts';
import { modules } from '../src/modules/index.ts';
import { servers } from '../src/modules/server.ts';
import { authSchema } from '../src/server/auth-schema.ts';

/*
 * Writes the first migration: the whole declared schema. As long as nothing has been released it is made anew; afterwards a change of a
 * declaration comes as a further file, and the drift test says which.
 */
const statements = wholeSchema(registryOf(modules, servers), servers, authSchema);
const file = 'migrations/0001_first_schema.sql';
const later = readdirSync('migrations').filter((name) => /^\d{4}_/.test(name) && name > '0001_first_schema.sql');
if (later.length > 0) throw new Error(`released already: write a new migration beside ${later.join(', ')}`);
writeFileSync(file, `-- The schema of the first release, made from the declarations by scripts/make-migration.ts.\n${statements.join(separator)}\n`);
console.log(`${file}: ${statements.length} statements`);
