import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Introduction, Reason } from '../../api/introductions.ts';

/** One reason in words, with what it rests on. */
export function ReasonWords({ reason, of }: { reason: Reason; of: Introduction }) {
  const { t } = useTranslation();
  return (
    <li className="q-introduce-reason">
      <strong>{t(`introduce.reasons.${reason.kind}`)}</strong>
      <span>{useEvidence(reason, of)}</span>
      <small>{t('introduce.points', { points: reason.points })}</small>
    </li>
  );
}

function useEvidence(reason: Reason, { first, second }: Introduction): string {
  const { t } = useTranslation();
  const format = useFormat();
  const list = (parts: readonly string[]): string => parts.join(t('network.comma'));
  const among = (word: string, people: number): string => t('introduce.among', { word, count: people });
  switch (reason.kind) {
    case 'shared_words':
      return list(reason.words.map(({ word, people }) => among(word, people)));
    case 'shared_tags':
      return list(reason.tags.map(({ tag, people }) => among(tag, people)));
    case 'shared_attributes':
      return list(reason.attributes.map(({ name, value, people }) => among(`${name}: ${value}`, people)));
    case 'common_neighbours':
      return t('introduce.common', { count: reason.total, names: list(reason.people.map(({ name }) => name)) });
    case 'newcomer_leader': {
      const { name } = reason.newcomer === second.memberId ? second : first;
      return t('introduce.joined', { name, day: format.day(reason.joined) });
    }
    case 'other_circle':
      return t('introduce.circles', { first: circleOf(first), second: circleOf(second) });
    case 'other_part':
      return t('introduce.parts');
    case 'same_group':
      return t('introduce.groups', { count: reason.groups.length });
  }
}

const circleOf = ({ circle, circleWords }: Introduction['first']): string =>
  circleWords.length > 0 ? circleWords.join(' · ') : String(circle || '—');
