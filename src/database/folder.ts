import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf, StartFault } from './fault.ts';

/** Makes the data folder, or says in one sentence why it cannot be used. */
export function makeDataFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw new StartFault(
      'database.folder_not_writable',
      5,
      {
        zh: `无法写入数据目录 ${folder}（${codeOf(error)}）。它可能属于另一个用户（例如 root）；请以该用户运行，或用 QIANTAI_DATA 指定另一个目录。`,
        en: `The data folder ${folder} cannot be written (${codeOf(error)}). It may belong to another user (root, say): run as that user, or name another folder with QIANTAI_DATA.`,
      },
      error,
    );
  }
}
