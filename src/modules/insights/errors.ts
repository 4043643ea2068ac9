import { Conflict } from '#kernel/errors.ts';

/** People were merged, renamed or certified since an evaluation, so it cannot be brought up to date piece by piece. */
export class NotTheSamePeople extends Conflict {
  constructor() {
    super('who is who has changed since that evaluation: evaluate in full', 'not_the_same_people');
  }
}

/** The roll-ups as an evaluation saw them were cleaned away, so what changed since cannot be told. */
export class NotComparable extends Conflict {
  constructor() {
    super('the days as that evaluation saw them are not kept any more: evaluate in full', 'not_comparable');
  }
}
