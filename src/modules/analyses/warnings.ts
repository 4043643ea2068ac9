import { FEW_PEOPLE, type Warning } from './common.contract.ts';

/** Says that figures rest on few people; nothing where there are enough. */
export function smallSample(people: number): Warning[] {
  if (people === 0) return [{ code: 'nobody', facts: {} }];
  return people < FEW_PEOPLE ? [{ code: 'few_people', facts: { people, atLeast: FEW_PEOPLE } }] : [];
}

/** A share, or null where there is nobody to divide by. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
