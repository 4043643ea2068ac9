import { Checkbox, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  LIMIT_PERIODS,
  type LimitPeriod,
  MOST_POINTS,
  MOST_STOCK,
  REWARD_KINDS,
  REWARD_STATES,
  type Reward,
  type RewardsReply,
} from '../../../../../src/modules/rewards/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { saveReward } from '../../api/rewards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { instantText, wallText } from '../goals/zoned-time.ts';
import { useRewardChange } from './use-reward-change.ts';

type Props = { reward: Reward | undefined; shop: RewardsReply; onClose: (made?: string) => void };

type Fields = Pick<
  Reward,
  | 'kind'
  | 'name'
  | 'description'
  | 'howToUse'
  | 'price'
  | 'stock'
  | 'levelId'
  | 'state'
  | 'validDays'
  | 'memberCancels'
  | 'position'
> & { limitCount: number | null; limitPeriod: LimitPeriod; opensAt: string; closesAt: string };

function useFields({ reward, shop }: Props): [Fields, (change: Partial<Fields>) => void] {
  const format = useFormat();
  const wall = (instant: string | null | undefined) => (instant ? wallText(format, instant, shop.zone) : '');
  const [fields, setFields] = useState<Fields>({
    kind: reward?.kind ?? 'goods',
    name: reward?.name ?? '',
    description: reward?.description ?? '',
    howToUse: reward?.howToUse ?? '',
    price: reward?.price ?? 100,
    stock: reward?.stock ?? 10,
    levelId: reward?.levelId ?? null,
    state: reward?.state ?? 'draft',
    validDays: reward?.validDays ?? null,
    memberCancels: reward?.memberCancels ?? true,
    position: reward?.position ?? 0,
    limitCount: reward?.limit?.count ?? null,
    limitPeriod: reward?.limit?.period ?? 'ever',
    opensAt: wall(reward?.opensAt),
    closesAt: wall(reward?.closesAt),
  });
  return [fields, (change) => setFields((before) => ({ ...before, ...change }))];
}

/** What is sent: of a reward that is there no kind and no stock, which have ways of their own. */
function bodyOf({ kind, stock, limitCount, limitPeriod, opensAt, closesAt, ...rest }: Fields, { reward, shop }: Props) {
  return {
    ...rest,
    limit: limitCount === null ? null : { count: limitCount, period: limitPeriod },
    opensAt: instantText(opensAt, shop.zone) ?? null,
    closesAt: instantText(closesAt, shop.zone) ?? null,
    ...(reward ? { version: reward.version } : { kind, ...(kind !== 'coupon' && { stock }) }),
  };
}

/** Puts a reward into the shop, or changes one. */
export function RewardDialog(props: Props) {
  const { reward, onClose } = props;
  const { t } = useTranslation();
  const [fields, set] = useFields(props);
  const save = useRewardChange(
    (communityId) => saveReward(communityId, reward?.id, bodyOf(fields, props)),
    ({ id }) => onClose(reward ? undefined : id),
  );
  return (
    <Modal
      open
      width={620}
      title={t(reward ? 'rewards.edit' : 'rewards.new')}
      onCancel={() => onClose()}
      onOk={() => save.mutate(undefined)}
      okText={t('rewards.save')}
      cancelText={t('rewards.cancel')}
      okButtonProps={{ disabled: !fields.name.trim(), loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <WhatFields {...{ fields, set }} isNew={!reward} />
        <PriceFields {...{ fields, set }} isNew={!reward} />
        <WhoFields {...{ fields, set }} shop={props.shop} />
        <WhenFields {...{ fields, set }} zone={props.shop.zone} />
      </div>
    </Modal>
  );
}

type Part = { fields: Fields; set: (change: Partial<Fields>) => void };

function WhatFields({ fields, set, isNew }: Part & { isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="q-reward-row">
        <Field label={t('rewards.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('rewards.kind')} hint={t(`rewards.kindHints.${fields.kind}`)}>
          {({ id }) => (
            <Select
              id={id}
              disabled={!isNew}
              value={fields.kind}
              onChange={(kind) => set({ kind })}
              options={REWARD_KINDS.map((value) => ({ value, label: t(`rewards.kinds.${value}`) }))}
            />
          )}
        </Field>
      </div>
      <Field label={t('rewards.description')}>
        {(control) => (
          <Input.TextArea
            {...control}
            maxLength={4000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={fields.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('rewards.howToUse')} hint={t('rewards.howToUseHint')}>
        {(control) => (
          <Input.TextArea
            {...control}
            maxLength={2000}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={fields.howToUse}
            onChange={(event) => set({ howToUse: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function PriceFields({ fields, set, isNew }: Part & { isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="q-reward-row">
      <Field label={t('rewards.price')} hint={t('rewards.priceHint')}>
        {(control) => (
          <InputNumber
            {...control}
            min={0}
            max={MOST_POINTS}
            precision={0}
            value={fields.price}
            onChange={(price) => set({ price: price ?? 0 })}
          />
        )}
      </Field>
      {isNew && fields.kind !== 'coupon' ? (
        <Field label={t('rewards.stock')} hint={t('rewards.stockHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={0}
              max={MOST_STOCK}
              precision={0}
              value={fields.stock}
              onChange={(stock) => set({ stock })}
            />
          )}
        </Field>
      ) : null}
      {fields.kind === 'coupon' || fields.kind === 'benefit' ? (
        <Field label={t('rewards.validDays')} hint={t('rewards.validDaysHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={1}
              max={3650}
              precision={0}
              value={fields.validDays}
              onChange={(validDays) => set({ validDays })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

function WhoFields({ fields, set, shop }: Part & { shop: RewardsReply }) {
  const { t } = useTranslation();
  const known = fields.levelId === null || shop.levels.some(({ id }) => id === fields.levelId);
  return (
    <>
      <div className="q-reward-row">
        <Field label={t('rewards.limit')} hint={t('rewards.limitHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={1}
              max={1000}
              precision={0}
              value={fields.limitCount}
              onChange={(limitCount) => set({ limitCount })}
            />
          )}
        </Field>
        <Field label={t('rewards.limitPeriod')}>
          {({ id }) => (
            <Select
              id={id}
              disabled={fields.limitCount === null}
              value={fields.limitPeriod}
              onChange={(limitPeriod) => set({ limitPeriod })}
              options={LIMIT_PERIODS.map((value) => ({ value, label: t(`rewards.periods.${value}`) }))}
            />
          )}
        </Field>
      </div>
      {shop.levels.length > 0 || fields.levelId !== null ? (
        <Field label={t('rewards.level')} {...(!known && { error: t('rewards.levelGone') })}>
          {({ id }) => (
            <Select
              id={id}
              value={fields.levelId}
              onChange={(levelId) => set({ levelId })}
              options={[
                { value: null, label: t('rewards.everybody') },
                ...shop.levels.map((level) => ({
                  value: level.id,
                  label: t('rewards.fromLevel', { name: level.name }),
                })),
              ]}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function WhenFields({ fields, set, zone }: Part & { zone: string }) {
  const { t } = useTranslation();
  const wrong = fields.opensAt !== '' && fields.closesAt !== '' && fields.closesAt <= fields.opensAt;
  return (
    <>
      <div className="q-reward-row">
        {(['opensAt', 'closesAt'] as const).map((name) => (
          <Field
            key={name}
            label={t(`rewards.${name}`)}
            hint={t('rewards.inZone', { zone })}
            {...(wrong && name === 'closesAt' && { error: t('rewards.timeWrong') })}
          >
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={fields[name]}
                onChange={(event) => set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t('rewards.state')} hint={t(`rewards.stateHints.${fields.state}`)}>
          {({ id }) => (
            <Select
              id={id}
              value={fields.state}
              onChange={(state) => set({ state })}
              options={REWARD_STATES.map((value) => ({ value, label: t(`rewards.states.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('rewards.position')} hint={t('rewards.positionHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={-1_000_000}
              max={1_000_000}
              precision={0}
              value={fields.position}
              onChange={(position) => set({ position: position ?? 0 })}
            />
          )}
        </Field>
      </div>
      {fields.kind === 'goods' || fields.kind === 'service' ? (
        <Checkbox checked={fields.memberCancels} onChange={(event) => set({ memberCancels: event.target.checked })}>
          {t('rewards.memberCancels')}
        </Checkbox>
      ) : null}
    </>
  );
}
