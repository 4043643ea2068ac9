import { AppError, BadInput, Conflict, type InputFault } from '#kernel/errors.ts';
import type { SegmentUse } from './contract.ts';

/** A rule that names what does not exist, or asks for more than is answered. */
export class BadRule extends BadInput {
  constructor(faults: readonly InputFault[]) {
    super(`the rule cannot be used: ${faults[0]?.what ?? ''}`, faults, 'bad_rule');
  }
}

/** Segments that would be computed from themselves; `names` is the way round. */
export class SegmentCycle extends BadInput {
  constructor(names: readonly string[], where: string) {
    const way = names.join(' → ');
    super(`segments would depend on themselves: ${way}`, [{ where, what: `a cycle: ${way}` }], 'segment_cycle');
  }
}

/** Somebody else changed it since the caller read it. */
export class SegmentChanged extends Conflict {
  constructor(what: string) {
    super(`the ${what} was changed meanwhile: read it again`, 'version_conflict');
  }
}

/** It cannot go while something is made from it. */
export class SegmentInUse extends Conflict {
  constructor(uses: readonly SegmentUse[]) {
    super(`it is used by ${uses.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`, 'segment_in_use');
  }
}

/** A question about members of a list was asked of a rule, or the other way round. */
export class WrongSegmentKind extends AppError {
  constructor(message: string) {
    super({ code: 'wrong_segment_kind', status: 409, message });
  }
}
