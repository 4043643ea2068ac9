import { useTranslation } from 'react-i18next';
import type { MyOrder } from '../../../../../src/modules/rewards/member.contract.ts';
import { Pill } from '../../ui/parts.tsx';

const TONES = { placed: 'warn', shipped: 'good', done: 'plain', cancelled: 'plain' } as const;

/** Where an order stands, in the words of its kind: what is sent is not made, what is made is not sent. */
export function OrderPill({ order: { state, kind } }: { order: Pick<MyOrder, 'state' | 'kind'> }) {
  const { t } = useTranslation();
  const word = state === 'placed' && kind === 'goods' ? 'toSend' : state;
  return <Pill tone={TONES[state]}>{t(`rewards.states.${word}`)}</Pill>;
}
