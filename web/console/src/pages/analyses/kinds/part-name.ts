import type { Tier } from '../../../../../../src/modules/insights/contract.ts';
import type { Breakdown } from '../../../../../../src/modules/analyses/common.contract.ts';
import type { Say } from '../use-say.ts';

/** The name of one part of a breakdown; of everybody where there is none. */
export function partName(
  { key, name }: { key: string | null; name: string | null },
  breakdown: Breakdown | undefined,
  { t, words }: Say,
): string {
  if (key === null) return t('analysis.everybody');
  if (name !== null) return name;
  if (breakdown?.by === 'tier') return key === 'outside' ? t('analysis.outside') : words.tier(key as Tier);
  if (breakdown?.by === 'platform') return t(`platform.${key}`, { defaultValue: key });
  return key || t('analysis.unnamed');
}
