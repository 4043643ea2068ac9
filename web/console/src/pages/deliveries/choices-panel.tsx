import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Modal, Popconfirm, Radio, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHOICES } from '../../../../../src/modules/delivery/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { choicesQuery, type DeliveryChoice, forgetChoice, setChoice } from '../../api/deliveries.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MemberPicker } from '../segments/member-picker.tsx';
import { useDeliveryChange } from './use-delivery-change.ts';

type Choice = (typeof CHOICES)[number];

/** What members said about being written to. */
export function ChoicesPanel() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const [shown, setShown] = useState<Choice>();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(choicesQuery(community.id, shown));
  const { counts } = data ?? {};
  return (
    <Panel
      title={t('deliveries.choices.title')}
      note={counts ? t('deliveries.choices.answer', { out: counts.out, in: counts.in }) : undefined}
      aside={
        mayManage ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('deliveries.choices.add')}
          </Button>
        ) : null
      }
    >
      <Segmented<Choice | 'all'>
        size="small"
        aria-label={t('deliveries.choices.show')}
        value={shown ?? 'all'}
        onChange={(value: Choice | 'all') => setShown(value === 'all' ? undefined : value)}
        options={(['all', ...CHOICES.toReversed()] as const).map((value) => ({
          value,
          label: t(`deliveries.choices.shown.${value}`),
        }))}
      />
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} height={24} />
      ) : data.choices.length === 0 ? (
        <p className="q-faint q-choices-none">{t('deliveries.choices.none')}</p>
      ) : (
        <ul className="q-delivery-choices">
          {data.choices.map((choice) => (
            <ChoiceLine key={choice.memberId} choice={choice} mayManage={mayManage} />
          ))}
        </ul>
      )}
      {adding ? <ChoiceDialog onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function ChoiceLine({ choice, mayManage }: { choice: DeliveryChoice; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const forget = useDeliveryChange((communityId) => forgetChoice(communityId, choice.memberId));
  return (
    <li>
      <Link to="/c/$community/members/$member" params={{ community: community.key, member: choice.memberId }}>
        {choice.name || choice.memberId}
      </Link>
      <span>{t(choice.choice === 'in' ? 'deliveries.choices.in' : `deliveries.choices.out.${choice.scope}`)}</span>
      <small className="q-faint" title={format.instant(choice.at)}>
        {t(`deliveries.choices.how.${choice.how === 'operator' && !choice.by ? 'somebody' : choice.how}`, {
          by: choice.by,
        })}{' '}
        · {format.relative(choice.at)}
        {choice.reason ? ` · ${choice.reason}` : ''}
      </small>
      {mayManage ? (
        <Popconfirm
          title={t('deliveries.choices.forgetSure', { name: choice.name })}
          okText={t('deliveries.choices.forget')}
          cancelText={t('form.cancel')}
          onConfirm={() => forget.mutate(undefined)}
        >
          <Button type="text" size="small">
            {t('deliveries.choices.forget')}
          </Button>
        </Popconfirm>
      ) : null}
      <ErrorNotice error={forget.error} />
    </li>
  );
}

function ChoiceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [member, setMember] = useState<{ memberId: string; name: string }>();
  const [said, setSaid] = useState<'all' | 'promotion' | 'in'>('promotion');
  const [reason, setReason] = useState('');
  const save = useDeliveryChange(
    (communityId) =>
      setChoice(communityId, member!.memberId, {
        choice: said === 'in' ? 'in' : 'out',
        scope: said === 'in' ? 'promotion' : said,
        reason: reason.trim(),
      }),
    onClose,
  );
  return (
    <Modal
      open
      title={t('deliveries.choices.add')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('deliveries.settings.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: member === undefined, loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <MemberPicker
          communityId={community.id}
          label={t('deliveries.choices.member')}
          value={member?.memberId}
          name={member?.name}
          onChange={setMember}
        />
        <Radio.Group
          className="q-stacked-radios"
          aria-label={t('deliveries.choices.said')}
          value={said}
          onChange={(event) => setSaid(event.target.value)}
          options={[
            { value: 'promotion', label: t('deliveries.choices.out.promotion') },
            { value: 'all', label: t('deliveries.choices.out.all') },
            { value: 'in', label: t('deliveries.choices.in') },
          ]}
        />
        <Field label={t('deliveries.choices.reason')} hint={t('deliveries.choices.reasonHint')}>
          {(control) => (
            <Input {...control} maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
    </Modal>
  );
}
