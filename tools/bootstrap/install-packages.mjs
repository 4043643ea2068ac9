import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { holdLock } from './hold-lock.mjs';
import { Failure, REPOSITORY, say } from './say.mjs';
import { run } from './run-program.mjs';

const MODULES = join(REPOSITORY, 'node_modules');
const STAMP = join(MODULES, '.qunluo-installed');
const LOCK = join(REPOSITORY, 'package-lock.json');

const wanted = () =>
  createHash('sha256').update(readFileSync(LOCK)).update(`${process.platform} ${process.arch}`).digest('hex');

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether node_modules are those of the lock file: installed by us, or by hand after the lock file was written. */
function installed() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted()) return true;
  return modified(join(MODULES, '.package-lock.json')) > modified(LOCK) && existsSync(join(MODULES, 'node/bin/node'));
}

/**
 * The settings of the person's npm (registry, proxy, certificates) hold; what the surrounding `npm run` was told, or a
 * NODE_ENV of production, must not change what is installed.
 */
function environment() {
  const kept =
    /^npm_config_(registry|userconfig|globalconfig|cache|proxy|https?_proxy|noproxy|cafile|ca|cert|key|strict_ssl|.*:.*)$/i;
  const entries = Object.entries(process.env).filter(
    ([name]) => name !== 'NODE_ENV' && (!/^npm_/i.test(name) || kept.test(name)),
  );
  return Object.fromEntries(entries);
}

/** The npm that called us, or the one in the path. */
function npmCommand() {
  const path = process.env.npm_execpath;
  return path !== undefined && /^npm(-cli)?\.(c|m)?js$/.test(basename(path)) && existsSync(path)
    ? [process.execPath, path]
    : ['npm'];
}

const FLAGS = [
  '--include=dev',
  '--include=optional',
  '--ignore-scripts=false',
  '--bin-links=true',
  '--global=false',
  '--dry-run=false',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

async function npm(verb) {
  const [command, ...first] = npmCommand();
  const directory = mkdtempSync(join(tmpdir(), 'qunluo-npm-'));
  const path = join(directory, 'output');
  const output = openSync(path, 'a+');
  try {
    const code = await run(command, [...first, ...verb, ...FLAGS], {
      env: environment(),
      stdio: ['ignore', output, output],
    });
    if (code > 128) throw new Failure('The installation was interrupted; the next command starts it again.', code);
    return { code, output: readFileSync(path, 'utf8') };
  } finally {
    closeSync(output);
    rmSync(directory, { recursive: true });
  }
}

/**
 * A lock file written where the registry lacks packages for other platforms does not name those, and `npm ci` refuses
 * it although nothing of ours is missing. `npm install` takes the same versions from it.
 */
async function install() {
  say('Installing packages, once; this takes a minute or two …');
  const started = Date.now();
  const strict = await npm(['ci']);
  if (strict.code !== 0) {
    const { code, output } = await npm(['install', '--no-save']);
    if (code !== 0)
      throw new Failure(
        `${strict.output}\n${output}\nThe packages could not be installed (above is what npm says). Check the network and the disk space, then try again.`,
      );
  }
  writeFileSync(STAMP, wanted());
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Installs what the lock file names, unless it is there. Safe when several commands start at once. */
export async function installPackages() {
  if (installed()) return;
  await holdLock(
    join(REPOSITORY, '.qunluo/install.lock'),
    () => say('Another command is installing the packages; waiting for it …'),
    async () => {
      if (!installed()) await install();
    },
  );
}
