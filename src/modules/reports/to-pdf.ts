import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NoPrinter } from './errors.ts';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PATIENCE_MS = 60_000;

/**
 * A page of HTML as PDF, printed by Chromium (`chromium`: its path; else where Debian puts it) in a profile of its own
 * that is removed afterwards. The page's own policy must forbid scripts and requests. Throws NoPrinter.
 */
export async function toPdf(page: string, chromium?: string): Promise<Buffer> {
  const program = chromium ?? PATHS.find((path) => existsSync(path));
  if (program === undefined || !existsSync(program)) throw new NoPrinter('it is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'qunluo-print-'));
  try {
    const [source, target] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    await writeFile(source, page, { mode: 0o600 });
    await print(program, folder, [`--print-to-pdf=${target}`, pathToFileURL(source).href]);
    return await readFile(target).catch(() => {
      throw new NoPrinter('it wrote no file');
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(program: string, folder: string, rest: readonly string[]): Promise<void> {
  // Chromium refuses its sandbox to root; the page holds no script and reaches nothing.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const fixed = ['--headless', '--disable-gpu', '--no-first-run', '--no-pdf-header-footer', '--disable-sync'];
  const closed = ['--disable-background-networking', `--user-data-dir=${folder}`];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...fixed, ...closed, ...asRoot, ...rest], {
      stdio: 'ignore',
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
      env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' },
    });
    child.on('error', (error) => reject(new NoPrinter(error.message)));
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(new NoPrinter(`it ended with ${signal ?? `code ${code}`}`)),
    );
  });
}
