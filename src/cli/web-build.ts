import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Context } from './command.ts';

const compress = promisify(brotliCompress);
const compressible = /\.(js|css|svg|json|html|txt|webmanifest)$/;

/** Builds the web application when its sources changed since the last build, and compresses it once instead of with every answer. */
export async function buildWeb(context: Context): Promise<string | undefined> {
  const { root, speech } = context;
  const folder = join(root, 'dist', 'web');
  const config = join(root, 'src', 'web', 'vite.config.ts');
  if (!existsSync(config)) return existsSync(join(folder, 'index.html')) ? folder : undefined;
  const mark = join(root, 'dist', 'web.built');
  const wanted = sourcesOf(root);
  if (existsSync(join(folder, 'index.html')) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return folder;
  speech.note({ zh: '正在构建网页…', en: 'Building the web application …' });
  const status = await runVite(root, config);
  if (status !== 0) {
    speech.note({ zh: '网页构建失败（见上）。服务仍会启动，网页暂不可用。', en: 'The web application could not be built (see above). The server starts without it.' });
    return undefined;
  }
  await compressAll(folder);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(mark, wanted);
  return folder;
}
function runVite(root: string, config: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', config, '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
async function compressAll(folder: string): Promise<void> {
  for (const file of filesIn(folder).filter((name) => compressible.test(name) && !name.endsWith('index.html'))) {
    const bytes = readFileSync(file);
    if (bytes.length < 1024) continue;
    writeFileSync(`${file}.br`, await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  }
}
/** One text for the state of everything the bundle is made from: names, sizes and times. */
function sourcesOf(root: string): string {
  const hash = createHash('sha256');
  for (const folder of ['src/web', 'src/kernel', 'src/modules']) {
    for (const file of filesIn(join(root, folder))) {
      if (file.endsWith('.test.ts')) continue;
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
