import { backupCommand, restoreCommand } from './archive.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { exportCommand, importCommand } from './exchange.ts';
import { migrateCommand } from './migrate.ts';
import { orgCommand } from './org.ts';
import { start } from './start.ts';
import { userCommand } from './user.ts';
import { verifyCommand } from './verify.ts';

/** What `qiantai` can do, in the order of its help. */
export const commands: readonly Command[] = [start, demo, importCommand, exportCommand, migrateCommand, backupCommand, restoreCommand, verifyCommand, userCommand, orgCommand];
