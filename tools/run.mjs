// The entry of every `npm run …`. Runs on Node 20 with nothing installed: installs the packages, then hands over to the
// Node 24 that comes with them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from './bootstrap/build-console.mjs';
import { runChecks } from './bootstrap/checks.mjs';
import { installPackages } from './bootstrap/install-packages.mjs';
import { Failure, REPOSITORY, say } from './bootstrap/say.mjs';
import { run, useNode24 } from './bootstrap/run-program.mjs';
import { prepareBrowser } from './bootstrap/prepare-browser.mjs';
import { prepareServers } from './bootstrap/prepare-servers.mjs';
import { runTests } from './bootstrap/tests.mjs';

/** Runs one of our TypeScript files on Node 24. @returns its exit code */
function runScript(path, args, { flags = [], ...options } = {}) {
  if (!existsSync(join(REPOSITORY, path))) throw new Failure(`${path} is not there`);
  return run('node', ['--disable-warning=ExperimentalWarning', ...flags, join(REPOSITORY, path), ...args], options);
}

/** npm changes to the package's directory; paths on the command line are meant from where it was called. */
const callersDirectory = () => (process.env.npm_lifecycle_event ? process.env.INIT_CWD : undefined) ?? process.cwd();

/** A small nursery: what streams a file makes garbage fast, and the default would keep a hundred MB of it around. */
const SMALL_NURSERY = '--max-semi-space-size=8';

const VERBS = {
  start: async (args) => {
    await buildConsole();
    return runScript('src/main.ts', ['start', ...args], { flags: [SMALL_NURSERY] });
  },
  demo: async (args) => {
    await buildConsole();
    return runScript('src/main.ts', ['demo', ...args], { flags: [SMALL_NURSERY] });
  },
  cli: (args) => runScript('src/main.ts', args, { cwd: callersDirectory(), flags: [SMALL_NURSERY] }),
  test: (args) => runTests(args),
  check: async () => ((await runChecks()).some(({ passed }) => !passed) ? 1 : 0),
  bench: async (args) => {
    await prepareServers();
    return runScript('bench/main.ts', args);
  },
  build: async () => {
    await buildConsole({ force: true });
    return 0;
  },
  screenshots: async (args) => {
    await buildConsole();
    await prepareBrowser();
    return runScript('e2e/screenshots.ts', args);
  },
};

async function main([verb, ...args]) {
  const action = Object.hasOwn(VERBS, verb ?? '') ? VERBS[verb] : undefined;
  if (action === undefined) throw new Failure(`usage: node tools/run.mjs ${Object.keys(VERBS).join('|')} [arguments]`);
  await installPackages();
  useNode24();
  return action(args);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error) => {
    say(error instanceof Failure ? error.message : (error?.stack ?? String(error)));
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  },
);
