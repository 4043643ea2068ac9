import type { ShopReply, ShopReward } from '../../../../../src/modules/rewards/member.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Link } from '../../router/router.tsx';
import { ButtonLink, Card, Figure } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { RewardPicture } from './reward-picture.tsx';
import { useShopWords } from './use-shop-words.ts';
import './rewards.css';

/** What points turn into: every reward on offer, with its price, and why not where it cannot be had. */
export function ShopPage() {
  const { t, format, own } = useShopWords();
  const shop = useAsk<ShopReply>('/rewards');
  return (
    <Page title={t('rewards.shop')} back="/benefits">
      <Answer of={shop} rows={5}>
        {(data) => (
          <>
            <Card
              tone="accent"
              title={t('rewards.mine', { currency: own(data.currency.zh, data.currency.en) })}
              aside={
                <ButtonLink kind="quiet" to="/reward-orders">
                  {t('rewards.orders')}
                </ButtonLink>
              }
            >
              <Figure label={t('rewards.toSpend')} value={format.exact(data.balance)} />
            </Card>
            {data.rewards.length === 0 ? (
              <Empty icon="gift" title={t('rewards.none')}>
                <p>{t('rewards.noneMore')}</p>
              </Empty>
            ) : (
              <ul className="m-shop">
                {data.rewards.map((reward) => (
                  <ShopItem key={reward.id} reward={reward} shop={data} />
                ))}
              </ul>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function ShopItem({ reward, shop }: { reward: ShopReward; shop: ShopReply }) {
  const { t, format, amount, refusal } = useShopWords();
  const more =
    refusal(reward, shop.zone) ??
    (reward.left === null ? undefined : t('rewards.left', { count: reward.left, shown: format.exact(reward.left) }));
  return (
    <li>
      <Link to={`/rewards/${reward.id}`} className="m-shop-item">
        <RewardPicture image={reward.image} kind={reward.kind} />
        <span className="m-shop-words">
          <span className="m-shop-name">{reward.name}</span>
          <span className="m-shop-price">{amount(reward.price, shop.currency)}</span>
          {more ? <span className="m-shop-more">{more}</span> : null}
        </span>
      </Link>
    </li>
  );
}
