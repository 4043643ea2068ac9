import { OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import type { PurposePreset } from '../../../../../src/modules/communities/templates.contract.ts';
import type { GroupDraft } from './group-fields.tsx';

type Words = Pick<GroupDraft, 'platform' | 'answerHours' | 'rules' | 'contentKinds'>;

/**
 * What changes when a group gets another purpose: a field that is empty, or is still what the former purpose preset,
 * becomes the new preset; what somebody wrote stays. Nobody answers at a meeting by the hour, so an offline group gets
 * no target.
 */
export function applyPreset(
  words: Words,
  before: PurposePreset | undefined,
  preset: PurposePreset | undefined,
): Partial<Words> {
  if (!preset) return {};
  const change: Partial<Words> = {};
  if (words.answerHours === null || words.answerHours === before?.answerHours)
    change.answerHours = words.platform === OFFLINE ? null : preset.answerHours;
  if (words.rules === '' || words.rules === before?.rules) change.rules = preset.rules;
  if (words.contentKinds.length === 0 || words.contentKinds.join('\n') === before?.contentKinds.join('\n'))
    change.contentKinds = preset.contentKinds;
  return change;
}
