import type { z } from 'zod';
import type { changePlayBody, LibraryPlay } from '../../../../../src/modules/playbooks/library.contract.ts';
import type { Language } from '../../../../ui/format.ts';
import type { PlayFields } from '../../api/plays.ts';

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * What to send of a play. What is absent is as built in, so a built-in play is sent with what was changed now or
 * before; words that nobody changed stay in both languages.
 */
export function changesOf(
  play: LibraryPlay,
  fields: PlayFields,
  language: Language,
  off: boolean = play.off,
): z.input<typeof changePlayBody> {
  const kept = play.own || play.changed;
  const written = play.own || same(play.words['zh-CN'], play.words.en);
  return {
    off,
    ...((written || !same(fields.words, play.words[language])) && { words: fields.words }),
    ...((kept || !same(fields.situation, play.situation)) && { situation: fields.situation }),
    ...((kept || fields.metric !== play.metric) && { metric: fields.metric }),
    ...((kept || fields.reviewWeeks !== play.reviewWeeks) && { reviewWeeks: fields.reviewWeeks }),
  };
}
