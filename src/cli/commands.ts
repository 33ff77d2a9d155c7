import type { Command } from './command.ts';
import { migrateCommand } from './migrate.ts';
import { start } from './start.ts';
import { verifyCommand } from './verify.ts';

/** What `qiantai` can do, in the order of its help. */
export const commands: readonly Command[] = [start, migrateCommand, verifyCommand];
