import type { ModuleDeclaration } from '../kernel/registry/meta.ts';
import { core } from './core/index.ts';

/** The business, lowest first: a module imports only those before it (index §8). */
export const modules: readonly ModuleDeclaration[] = [core];
