import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Checks what we depend on: that the lock file pins every package by its hash and names no host, that every licence is
 * one that an Apache-2.0 product can use, and, where the registry answers, that no known hole of weight is in what
 * runs. Without a network the last part is left out, and says so.
 */
const REPOSITORY = join(import.meta.dirname, '..');

/** Licences that ask for no more than their text being passed on. */
const LICENCES = new Set(
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CC-BY-4.0 ISC MIT MIT-0 MPL-2.0 PostgreSQL Python-2.0 Unlicense WTFPL Zlib'.split(
    ' ',
  ),
);

/** Used as they come, unchanged and as files of their own, which is what these licences ask for. */
const EXCEPTIONS = new Map([
  [/^@img\/sharp-(libvips|win32|wasm32)/, 'LGPL-3.0: libvips is a library file of its own that can be replaced'],
]);

/** Packages too old for npm to find their licence where they say it: read in the LICENSE file of this version. */
const READ = new Map([
  ['middleware-handler@0.2.0', 'MIT'],
  ['sasl-anonymous@0.1.0', 'MIT'],
  ['sasl-plain@0.1.0', 'MIT'],
  ['saslmechanisms@0.1.1', 'MIT'],
]);

/** How long the registry may take to answer. Milliseconds. */
const PATIENCE = 30_000;

/** Whether an SPDX expression can be met with licences of the list. */
export function isAllowed(expression) {
  const text = expression.replaceAll(/[()]/g, ' ').trim();
  if (/ OR /i.test(text)) return text.split(/ OR /i).some(isAllowed);
  return text.split(/ AND /i).every((one) => LICENCES.has(one.trim()));
}

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Parts for other systems than those the lock file was made for: it knows their versions and nothing more. */
export const isForeign = (entry) =>
  Boolean(entry.optional) && !entry.integrity && (entry.os ?? entry.cpu) !== undefined;

/**
 * What is wrong with a lock file, in sentences.
 * @param isInstalled whether a package, by its path in the lock file, is here: what is here must be pinned
 */
export function lockFaults(lock, isInstalled) {
  const faults = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.link || (isForeign(entry) && !isInstalled(path))) continue;
    const name = `${nameOf(path)}@${entry.version}`;
    if (!entry.inBundle && !entry.integrity?.startsWith('sha512-')) faults.push(`${name} is not pinned by a SHA-512`);
    if (entry.resolved)
      faults.push(`${name} names a host (${entry.resolved}): it must come from whatever registry is set`);
    const license = entry.license ?? READ.get(name);
    if (license === undefined) faults.push(`${name} has no licence in the lock file`);
    else if (!isAllowed(license) && ![...EXCEPTIONS.keys()].some((one) => one.test(nameOf(path))))
      faults.push(`${name} has the licence ${license}, which is not on the list`);
  }
  return faults;
}

/** Holes in what runs in production that are high or critical. */
export function seriousHoles(report) {
  return Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `${name} ${range}: a ${severity} hole is known`);
}

/** npm's answer as a report; undefined when it is something else, such as a failure to reach the registry. */
function reportOf(text) {
  try {
    const report = JSON.parse(text);
    return report.auditReportVersion ? report : undefined;
  } catch {
    return undefined;
  }
}

/** Asks the registry; undefined when it does not answer. */
function askRegistry() {
  return new Promise((resolve) => {
    const child = spawn('npm', ['audit', '--json', '--omit=dev', '--package-lock-only'], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE,
      env: { ...process.env, npm_config_fetch_retries: '0', npm_config_fetch_timeout: String(PATIENCE) },
    });
    let text = '';
    child.stdout.on('data', (part) => (text += part));
    child.on('error', () => resolve(undefined));
    child.on('close', () => resolve(reportOf(text)));
  });
}

async function main() {
  const lock = JSON.parse(await readFile(join(REPOSITORY, 'package-lock.json'), 'utf8'));
  const faults = lockFaults(lock, (path) => existsSync(join(REPOSITORY, path)));
  const report = await askRegistry();
  if (report) faults.push(...seriousHoles(report));
  const count = Object.keys(lock.packages).length - 1;
  const holes = report
    ? 'no high or critical hole is known'
    : 'known holes were NOT checked: the registry does not answer';
  const foreign = Object.values(lock.packages).filter(isForeign).length;
  const others = foreign > 0 ? ` (but ${foreign} for other systems, which are not here)` : '';
  if (faults.length === 0) console.log(`${count} packages pinned${others}, licences on the list; ${holes}`);
  else console.error([...faults, holes].join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
