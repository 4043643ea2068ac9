import { mkdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function lives(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function remove(path) {
  try {
    unlinkSync(path);
    rmdirSync(dirname(path));
  } catch {
    // The directory is in use by others, or the file is gone already.
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
  mkdirSync(dirname(path), { recursive: true });
  for (let round = 0; !take(path); round++) {
    if (round === 0) onWait();
    await sleep(200 + Math.random() * 200);
    // A file without a number is being written, for a moment.
    const holder = holderOf(path);
    if (holder !== undefined && holder !== 0 && !lives(holder)) remove(path);
    mkdirSync(dirname(path), { recursive: true });
  }
  const onExit = () => remove(path);
  process.once('exit', onExit);
  try {
    return await work();
  } finally {
    process.off('exit', onExit);
    remove(path);
  }
}
