import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../../../src/modules/matching/contract.ts';

/** Says a reason in words. */
export function useReasonWords(): (reason: Reason) => string {
  const { t } = useTranslation();
  const platforms = (text: unknown): string =>
    String(text)
      .split(', ')
      .map((one) => t(`platform.${one}`, { defaultValue: one }))
      .join(t('list.comma'));
  return ({ kind, facts }) =>
    t(
      `match.reason.${kind}`,
      kind === 'other_platform' ? { a: platforms(facts['a']), b: platforms(facts['b']) } : facts,
    );
}

/** A reason in words, with how much it counts. */
export function ReasonLine({ reason }: { reason: Reason }) {
  const words = useReasonWords();
  return (
    <li className={reason.points < 0 ? 'q-against' : ''}>
      <span>{words(reason)}</span>
      <strong>{reason.points > 0 ? `+${reason.points}` : reason.points}</strong>
    </li>
  );
}
