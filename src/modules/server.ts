import type { ModuleServer } from '../kernel/command/environment.ts';
import { coreServer } from './core/server.ts';
import { customersServer } from './customers/server.ts';
import { financeServer } from './finance/server.ts';
import { inventoryServer } from './inventory/server.ts';
import { salesServer } from './sales/server.ts';

/** Server parts in the order of the modules; first starts and schemas are made in this order. */
export const servers: readonly ModuleServer[] = [coreServer, financeServer, inventoryServer, customersServer, salesServer];
