import { useTranslation } from 'react-i18next';
import type { Tier } from '../../src/modules/insights/contract.ts';
import { TIER_COLOURS } from './tokens.ts';
import { useWords } from './use-words.ts';

/** The square with a tier's letter: colour is never the only sign. */
export function TierMark({ tier }: { tier: Tier }) {
  const { t } = useTranslation();
  const { fill, ink } = TIER_COLOURS[tier];
  return (
    <span className="q-tier-mark" aria-hidden style={{ background: fill, color: ink }}>
      {t(`tier.letter.${tier}`)}
    </span>
  );
}

/** A tier: letter and name. */
export function TierBadge({ tier }: { tier: Tier }) {
  const words = useWords();
  return (
    <span className="q-badge">
      <TierMark tier={tier} />
      {words.tier(tier)}
    </span>
  );
}
