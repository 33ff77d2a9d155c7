import type { ModuleDeclaration } from '../kernel/registry/meta.ts';
import { core } from './core/index.ts';
import { customers } from './customers/index.ts';
import { finance } from './finance/index.ts';
import { inventory } from './inventory/index.ts';
import { sales } from './sales/index.ts';

/** The business, lowest first: a module imports only those before it (index §8). */
export const modules: readonly ModuleDeclaration[] = [core, finance, inventory, customers, sales];
