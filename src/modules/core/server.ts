import type { ModuleServer } from '../../kernel/command/environment.ts';
import { seedCore } from './seed/index.ts';
import { userEffects } from './user.effects.ts';

/** The server's side of the platform module. */
export const coreServer: ModuleServer = {
  name: 'core',
  effects: userEffects,
  seed: seedCore,
};
export { insertRecords } from './seed/index.ts';
