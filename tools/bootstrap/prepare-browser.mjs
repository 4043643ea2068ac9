import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './say.mjs';
import { run } from './run-program.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function inPath(name) {
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

const findBrowser = () => process.env.QUNLUO_CHROMIUM || BROWSERS.map(inPath).find(Boolean);

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const { stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}

/** The start of a command that may install packages; undefined where we may not. */
function installer() {
  if (inPath('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return ['env'];
  return inPath('sudo') !== undefined && succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n', 'env'] : undefined;
}

async function aptGet(prefix, args) {
  // dpkg wants programs of the administrator, which the path of an ordinary shell lacks.
  const path = `PATH=${process.env.PATH}${delimiter}/usr/local/sbin${delimiter}/usr/sbin${delimiter}/sbin`;
  const [command, ...first] = [
    ...prefix,
    path,
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-q',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ];
  return (await run(command, first, { stdio: ['ignore', 2, 2] })) === 0;
}

/**
 * Makes sure that the browser tests have Chromium and a Chinese font, from Debian's packages where that is allowed.
 * Without a browser those tests skip, and this says so. Sets QUNLUO_CHROMIUM to the browser's path.
 */
export async function prepareBrowser() {
  const missing = [...(findBrowser() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length > 0) {
    const prefix = installer();
    if (prefix === undefined)
      say(
        `Install ${missing.join(' and ')} for the browser tests: apt-get is not here, or may not be used by this account.`,
      );
    else {
      say(`Installing ${missing.join(' and ')} for the browser tests, once …`);
      // Lists that cannot be fetched anew may still do.
      await aptGet(prefix, ['update']);
      const done = await aptGet(prefix, ['install', '-y', '--no-install-recommends', 'fontconfig', ...missing]);
      if (!done) say(`${missing.join(' and ')} could not be installed (above is what apt-get says).`);
    }
  }
  const browser = findBrowser();
  if (browser === undefined) say('No Chromium: the browser tests are skipped.');
  else process.env.QUNLUO_CHROMIUM = browser;
}
