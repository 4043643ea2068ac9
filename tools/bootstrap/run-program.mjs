import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { Failure, REPOSITORY } from './say.mjs';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];

/**
 * Passes signals on to a program. Ctrl-C in a terminal reaches it anyway, being in the same process group; a second
 * one from us would look like an impatient second Ctrl-C.
 */
function passSignals(child) {
  const listeners = SIGNALS.map((signal) => [
    signal,
    () => {
      if ((signal !== 'SIGINT' && signal !== 'SIGQUIT') || !process.stdin.isTTY) child.kill(signal);
    },
  ]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * Runs a program and waits for its end. Signals that we get are passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: REPOSITORY, ...options });
    const stopPassing = passSignals(child);
    child.once('error', (error) => {
      stopPassing();
      failed(new Failure(`${command} cannot be run: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      stopPassing();
      done(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** Puts Node 24 and the packages' programs first in the path of everything that is run from here on. */
export function useNode24() {
  const bundled = join(REPOSITORY, 'node_modules/node/bin');
  const here = [join(REPOSITORY, 'node_modules/.bin')];
  if (existsSync(join(bundled, 'node'))) here.unshift(bundled);
  else if (Number.parseInt(process.versions.node, 10) < 24)
    throw new Failure(
      'Node 24 is missing: it comes with the package "node", whose install script was blocked. Run "npm rebuild node", or install Node 24 or newer.',
    );
  process.env.PATH = [...here, process.env.PATH ?? ''].join(delimiter);
}
