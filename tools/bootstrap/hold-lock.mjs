import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The process number in a lock file; 0 while it is being written, undefined when there is none. */
function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function take(path) {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // Somebody has it, or has just removed the directory with it.
    if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
    return false;
  }
}

function release(path) {
  try {
    unlinkSync(path);
    rmdirSync(dirname(path));
  } catch {
    // The directory is in use by others, or the file is gone already.
  }
}

/** Moves a dead process's lock away; a living one that came in between gets its lock back. */
function clear(path, dead) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== dead) linkSync(aside, path);
  } catch {
    // Another waiting process was faster.
  }
  try {
    unlinkSync(aside);
  } catch {
    // It was never there.
  }
}

/**
 * Runs `work` while holding a lock file, so that two commands started at once do not install or build over each other.
 * A lock whose process is dead is taken over.
 * @param {string} path
 * @param {() => void} onWait called once when somebody else holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function holdLock(path, onWait, work) {
  for (let round = 0; !take(path); round++) {
    if (round === 1) onWait();
    const holder = holderOf(path);
    if (holder > 0 && !lives(holder)) clear(path, holder);
    else await sleep(100 + Math.random() * 200);
  }
  const onExit = () => release(path);
  process.once('exit', onExit);
  try {
    return await work();
  } finally {
    process.off('exit', onExit);
    release(path);
  }
}
