import { spawnSync } from 'node:child_process';
import { inPath, installDebianPackages } from './debian-packages.mjs';
import { say } from './say.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const findBrowser = () => process.env.QUNLUO_CHROMIUM || BROWSERS.map(inPath).find(Boolean);

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const { stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}

/**
 * Makes sure that the browser tests have Chromium and a Chinese font, from Debian's packages where that is allowed.
 * Without a browser those tests skip, and this says so. Sets QUNLUO_CHROMIUM to the browser's path.
 */
export async function prepareBrowser() {
  const missing = [...(findBrowser() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length > 0) await installDebianPackages(['fontconfig', ...missing], { what: 'the browser tests' });
  const browser = findBrowser();
  if (browser === undefined) say('No Chromium: the browser tests are skipped.');
  else process.env.QUNLUO_CHROMIUM = browser;
}
