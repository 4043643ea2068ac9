import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

/** The process above another one, and its name; undefined where there is no /proc, or no such process. */
function parentOf(pid) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return { name, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** What started us, as far as it matters: the parent, and when that is npm's shell, npm. */
function starters() {
  const shell = parentOf(process.ppid);
  return `${process.ppid} ${/^(ba|da|a|z)?sh$/.test(shell?.name ?? '') ? shell.parent : ''}`;
}

/**
 * npm starts us through a shell, which dies of a signal without passing it on, and a killed npm passes nothing on.
 * Left alone by either, the program is asked to stop.
 */
function watchStarters(child) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const atFirst = starters();
  const timer = setInterval(() => {
    if (starters() === atFirst) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 300);
  return () => clearInterval(timer);
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
    const ends = [passSignals(child), watchStarters(child)];
    const letGo = () => ends.forEach((end) => end());
    child.once('error', (error) => {
      letGo();
      failed(new Failure(`${command} cannot be run: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      letGo();
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
