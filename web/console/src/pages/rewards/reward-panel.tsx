import { Link } from '@tanstack/react-router';
import { Button, Drawer, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reward, RewardsReply } from '../../../../../src/modules/rewards/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { fileAddress } from '../../api/communities.ts';
import { ApiError } from '../../api/problem.ts';
import { changeStock, setRewardImage } from '../../api/rewards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { FileButton } from '../../shell/file-button.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { CodesPart } from './codes-part.tsx';
import { useRewardChange } from './use-reward-change.ts';

type Props = { reward: Reward; shop: RewardsReply; onEdit: () => void; onClose: () => void };

/** One reward: its picture, stock or codes, and the way to its orders. */
export function RewardPanel({ reward, shop, onEdit, onClose }: Props) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const level = shop.levels.find(({ id }) => id === reward.levelId);
  return (
    <Drawer
      open
      size="min(520px, 100vw)"
      title={reward.name}
      onClose={onClose}
      extra={mayManage ? <Button onClick={onEdit}>{t('rewards.editShort')}</Button> : null}
    >
      <div className="q-reward-panel">
        {reward.levelId !== null && !level ? (
          <Notice title={t('rewards.levelGone')}>{t('rewards.levelGoneDetail')}</Notice>
        ) : null}
        <section>
          {reward.image ? <img className="q-reward-large" src={fileAddress(reward.image)} alt={reward.name} /> : null}
          {reward.description ? <p className="q-reward-text">{reward.description}</p> : null}
          <Terms reward={reward} level={level?.name} />
          <p>
            <Link to="/c/$community/rewards/orders" params={{ community: key }} search={{ reward: reward.id }}>
              {t('rewards.toOrders', { count: reward.taken })}
            </Link>
          </p>
        </section>
        {mayManage ? (
          <>
            <ImagePart reward={reward} />
            {reward.kind === 'coupon' ? <CodesPart reward={reward} /> : <StockPart reward={reward} />}
          </>
        ) : null}
      </div>
    </Drawer>
  );
}

function Terms({ reward, level }: { reward: Reward; level: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { limit } = reward;
  const lines = [
    t('rewards.costs', { points: format.exact(reward.price) }),
    reward.left === null
      ? t('rewards.unlimited')
      : t('rewards.leftOf', { left: format.exact(reward.left), stock: format.exact(reward.stock) }),
    limit ? t('rewards.limitOf', { count: limit.count, period: t(`rewards.periods.${limit.period}`) }) : '',
    level ? t('rewards.fromLevel', { name: level }) : '',
    reward.validDays ? t('rewards.validFor', { count: reward.validDays }) : '',
  ];
  return <p className="q-faint">{lines.filter(Boolean).join(' · ')}</p>;
}

function ImagePart({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  const set = useRewardChange((communityId, file: File | null) => setRewardImage(communityId, reward.id, file));
  return (
    <section>
      <h2>{t('rewards.picture')}</h2>
      {set.error instanceof ApiError && set.error.code.startsWith('image_') ? (
        <Notice title={t('setUp.imageRefused')}>{t('setUp.imageHint')}</Notice>
      ) : (
        <ErrorNotice error={set.error} />
      )}
      <div className="q-form-actions">
        <FileButton
          accept="image/png,image/jpeg,image/webp,image/gif"
          busy={set.isPending}
          onFile={set.mutate}
          data-test="reward-image"
        >
          {t(reward.image ? 'rewards.otherPicture' : 'rewards.addPicture')}
        </FileButton>
        {reward.image ? (
          <Button type="text" danger disabled={set.isPending} onClick={() => set.mutate(null)}>
            {t('rewards.removePicture')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** More or fewer, never a total: what was redeemed meanwhile stays counted. */
function StockPart({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [by, setBy] = useState<number | null>(null);
  const change = useRewardChange(
    (communityId, amount: number | null) => changeStock(communityId, reward.id, amount),
    () => setBy(null),
  );
  return (
    <section>
      <h2>{t('rewards.stock')}</h2>
      {change.error instanceof ApiError && change.error.code === 'stock_taken' ? (
        <Notice title={t('rewards.stockTaken')}>
          {t('rewards.stockTakenDetail', { taken: format.exact(reward.taken) })}
        </Notice>
      ) : (
        <ErrorNotice error={change.error} />
      )}
      <Field label={t('rewards.changeBy')} hint={t('rewards.changeByHint')}>
        {(control) => <InputNumber {...control} precision={0} value={by} onChange={setBy} />}
      </Field>
      <div className="q-form-actions">
        <Button disabled={by === null || by === 0} loading={change.isPending} onClick={() => change.mutate(by!)}>
          {t('rewards.changeStock')}
        </Button>
        {reward.stock === null ? null : (
          <Button type="text" disabled={change.isPending} onClick={() => change.mutate(null)}>
            {t('rewards.makeUnlimited')}
          </Button>
        )}
      </div>
    </section>
  );
}
