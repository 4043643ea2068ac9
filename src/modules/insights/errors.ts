import { BadInput, NotFound } from '#kernel/errors.ts';

/** A cursor that this list did not give, or whose evaluation is gone: the list has to be asked from its start. */
export class BadCursor extends BadInput {
  constructor() {
    super('this cursor is not one of this list any more: ask again from the start', [{ where: '/cursor', what: 'is not known' }], 'bad_cursor');
  }
}

/** The community was not evaluated yet, so nobody stands anywhere. */
export class NotEvaluated extends NotFound {
  constructor() {
    super('an evaluation of the community');
  }
}
