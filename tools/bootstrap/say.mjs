import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Tells the person at the terminal something. Standard output belongs to the command that is run. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Something that is not a defect of ours, said in a sentence; `exitCode` is what the process ends with. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
