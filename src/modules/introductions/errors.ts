import { Conflict } from '#kernel/errors.ts';

/** A proposal that lapsed cannot be decided any more; what was decided has to be taken back first. */
export class NotOpen extends Conflict {
  constructor(state: string) {
    super(`the introduction is ${state}`);
  }
}
