import { type ReactNode, useState } from 'react';
import type { ShopRewardReply } from '../../../../../src/modules/rewards/member.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useParam } from '../../router/router.tsx';
import { Button, Card, Pill } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer } from '../../ui/states.tsx';
import { RedeemSheet } from './redeem-sheet.tsx';
import { RewardPicture } from './reward-picture.tsx';
import { useShopWords } from './use-shop-words.ts';
import './rewards.css';

/** One reward: what it is, what it takes, and the button that redeems it. */
export function RewardPage() {
  const { t, amount, refusal } = useShopWords();
  const found = useAsk<ShopRewardReply>(`/rewards/${useParam('rewardId')}`);
  const [asked, setAsked] = useState(false);
  const { data } = found;
  const why = data && refusal(data.reward, data.zone);
  return (
    <Page
      title={data?.reward.name ?? t('rewards.reward')}
      back="/rewards"
      action={
        data ? (
          <Button kind="primary" wide disabled={why !== undefined} onClick={() => setAsked(true)}>
            {why ?? t('rewards.redeemFor', { amount: amount(data.reward.price, data.currency) })}
          </Button>
        ) : undefined
      }
    >
      <Answer of={found} rows={5}>
        {(shown) => (
          <>
            <RewardPicture image={shown.reward.image} kind={shown.reward.kind} large />
            <Card title={shown.reward.name} aside={<Pill>{t(`rewards.kinds.${shown.reward.kind}`)}</Pill>}>
              {shown.reward.description ? <p className="m-reward-text">{shown.reward.description}</p> : null}
              <Facts shown={shown} />
            </Card>
            {asked ? <RedeemSheet shown={shown} onClose={() => setAsked(false)} /> : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

function Facts({ shown: { reward, balance, currency, zone } }: { shown: ShopRewardReply }) {
  const { t, format, amount, levelName, limit, own } = useShopWords();
  const facts: [string, ReactNode][] = [
    [t('rewards.price'), amount(reward.price, currency)],
    [t('rewards.mine', { currency: own(currency.zh, currency.en) }), format.exact(balance)],
    ...(reward.left === null ? [] : [[t('rewards.stock'), format.exact(reward.left)] as [string, ReactNode]]),
    ...(reward.limit ? [[t('rewards.limit'), limit(reward)] as [string, ReactNode]] : []),
    ...(reward.level ? [[t('rewards.level'), levelName(reward)] as [string, ReactNode]] : []),
    ...(reward.closesAt ? [[t('rewards.until'), format.instant(reward.closesAt, zone)] as [string, ReactNode]] : []),
    ...(reward.validDays
      ? [[t('rewards.valid'), t('rewards.days', { count: reward.validDays })] as [string, ReactNode]]
      : []),
  ];
  return (
    <dl className="m-facts">
      {facts.map(([term, value]) => (
        <FactRow key={term} term={term} value={value} />
      ))}
    </dl>
  );
}

const FactRow = ({ term, value }: { term: string; value: ReactNode }) => (
  <>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </>
);
