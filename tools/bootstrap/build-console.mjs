import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdLock } from './hold-lock.mjs';
import { Failure, REPOSITORY, say } from './say.mjs';
import { run } from './run-program.mjs';

const APPS = [
  { folder: join(REPOSITORY, 'web/console'), name: 'console' },
  { folder: join(REPOSITORY, 'web/member'), name: 'member pages' },
];
const distOf = ({ folder }) => join(folder, 'dist');
const stampOf = (app) => join(distOf(app), '.sources');

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

/** A hash of what the web apps are made of: its sources, the contracts, words and kernel it imports, the packages. */
function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(join(REPOSITORY, 'package-lock.json')));
  const kernel = join(REPOSITORY, 'src/kernel/');
  const shared = (path) => path.startsWith(kernel) || /(contract|report-sentence|\/messages\/[\w-]+)\.ts$/.test(path);
  const files = [...filesBelow(join(REPOSITORY, 'web'), () => true), ...filesBelow(join(REPOSITORY, 'src'), shared)];
  for (const path of files)
    hash.update(path.slice(REPOSITORY.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const upToDate = (hash) => (app) => existsSync(stampOf(app)) && readFileSync(stampOf(app), 'utf8') === hash;

/** Built beside and moved into place: a server that runs never serves half an app. */
async function build(app, hash) {
  say(`Building the ${app.name} …`);
  const draft = join(app.folder, 'dist.new');
  const code = await run('vite', ['build', app.folder, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Failure(`The ${app.name} could not be built.`, code);
  writeFileSync(join(draft, '.sources'), hash);
  rmSync(distOf(app), { recursive: true, force: true });
  renameSync(draft, distOf(app));
}

/** Builds the console and the member pages if their sources changed since the last time. */
export async function buildConsole({ force = false } = {}) {
  const apps = APPS.filter(({ folder }) => existsSync(folder));
  if (apps.length === 0) return;
  const hash = sourcesHash();
  if (!force && apps.every(upToDate(hash))) return;
  await holdLock(
    join(REPOSITORY, '.qunluo/build.lock'),
    () => say('Another command is building the web apps; waiting for it …'),
    async () => {
      for (const app of apps) if (force || !upToDate(hash)(app)) await build(app, hash);
    },
  );
}
