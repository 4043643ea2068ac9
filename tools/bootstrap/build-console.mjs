import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdLock } from './hold-lock.mjs';
import { Failure, REPOSITORY, say } from './say.mjs';
import { run } from './run-program.mjs';

const CONSOLE = join(REPOSITORY, 'web/console');
const DIST = join(CONSOLE, 'dist');
const STAMP = join(DIST, '.sources');

const GENERATED = /^(node_modules|dist.*|\..*)$/;

/** All files below a directory whose names `takes` accepts, in a fixed order. */
function* filesBelow(directory, takes) {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (GENERATED.test(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, takes);
    else if (takes(path)) yield path;
  }
}

/** A hash of what the console is made of: its sources, the contracts, words and kernel it imports, the packages. */
function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(join(REPOSITORY, 'package-lock.json')));
  const kernel = join(REPOSITORY, 'src/kernel/');
  const shared = (path) =>
    path.startsWith(kernel) || /(contract|report-sentence|insights\/messages\/[\w-]+)\.ts$/.test(path);
  const files = [...filesBelow(join(REPOSITORY, 'web'), () => true), ...filesBelow(join(REPOSITORY, 'src'), shared)];
  for (const path of files)
    hash.update(path.slice(REPOSITORY.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const upToDate = (hash) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;

/** Built beside and moved into place: a server that runs never serves half a console. */
async function build(hash) {
  say('Building the console …');
  const draft = join(CONSOLE, 'dist.new');
  const code = await run('vite', ['build', CONSOLE, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Failure('The console could not be built.', code);
  writeFileSync(join(draft, '.sources'), hash);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(draft, DIST);
}

/** Builds the console if its sources changed since the last time. */
export async function buildConsole({ force = false } = {}) {
  if (!existsSync(CONSOLE)) return;
  const hash = sourcesHash();
  if (!force && upToDate(hash)) return;
  await holdLock(
    join(REPOSITORY, '.qunluo/build.lock'),
    () => say('Another command is building the console; waiting for it …'),
    async () => {
      if (force || !upToDate(hash)) await build(hash);
    },
  );
}
