import { BadInput, Conflict } from '#kernel/errors.ts';

/** A cursor that this list did not give, or whose evaluation is gone: the list has to be asked from its start. */
export class BadCursor extends BadInput {
  constructor() {
    super(
      'this cursor is not one of this list any more: ask again from the start',
      [{ where: '/cursor', what: 'is not known' }],
      'bad_cursor',
    );
  }
}

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
