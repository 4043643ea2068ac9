import { SwapOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { Field } from '../../../../ui/field.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { mergeMembers } from '../../api/member-work.ts';
import { memberQuery, type Portrait } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useAttributeWords } from '../members/attribute-words.ts';
import './matching.css';

type Props = {
  communityId: string;
  /** Who stays, unless they are swapped, and who joins. */
  ids: readonly [string, string];
  reason: string;
  onClose: (personId?: string) => void;
};

/** Both portraits side by side, what a merge would change, and the merge. */
export function MergeDialog({ communityId, ids, reason: first, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [swapped, setSwapped] = useState(false);
  const [reason, setReason] = useState(first.slice(0, 400));
  const [intoId, memberId] = swapped ? [ids[1], ids[0]] : ids;
  const into = useQuery(memberQuery(communityId, intoId));
  const member = useQuery(memberQuery(communityId, memberId));
  const merge = useMutation({
    mutationFn: () => mergeMembers(communityId, { intoId, memberId, reason }),
    onSuccess: ({ personId }) => {
      void message.success(t('match.merged'));
      refreshPeople(client, communityId);
      onClose(personId);
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const error = into.error ?? member.error;
  return (
    <Modal
      open
      title={t('match.dialog')}
      width={760}
      onCancel={() => onClose()}
      onOk={() => merge.mutate()}
      okText={t('match.merge')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !into.data || !member.data, loading: merge.isPending }}
      destroyOnHidden
    >
      {error ? (
        <ErrorState {...describeError(error, t)} />
      ) : !into.data || !member.data ? (
        <Skeleton rows={6} height={20} />
      ) : (
        <>
          <div className="q-sides">
            <Side portrait={into.data} label={t('match.stays')} />
            <Button icon={<SwapOutlined />} onClick={() => setSwapped(!swapped)} aria-label={t('match.swap')} />
            <Side portrait={member.data} label={t('match.joins')} />
          </div>
          <WillChange a={into.data} b={member.data} />
          <Field label={t('match.reasonLabel')}>
            {(control) => (
              <Input {...control} value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </>
      )}
    </Modal>
  );
}

/** What shows members is asked anew after a merge; once more when the evaluation that it queued has likely ended. */
export function refreshPeople(client: ReturnType<typeof useQueryClient>, communityId: string): void {
  const ask = () => {
    for (const key of ['members', 'member', 'merges', 'merge-suggestions', 'tags', 'notes'])
      void client.invalidateQueries({ queryKey: [key, communityId] });
  };
  ask();
  setTimeout(ask, 6_000);
}

function Side({ portrait, label }: { portrait: Portrait; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = portrait.days.at(-1)?.day;
  const rows: [string, React.ReactNode][] = [
    [
      t('match.field.accounts'),
      portrait.accounts
        .map(
          ({ platform, name, externalId }) =>
            `${t(`platform.${platform}`, { defaultValue: platform })} ${name || externalId}`,
        )
        .join(t('list.comma')),
    ],
    [t('match.field.tier'), portrait.tier ? <TierBadge tier={portrait.tier.tier} /> : '—'],
    [t('match.field.activeDays'), format.exact(portrait.days.length)],
    [t('match.field.lastActive'), last ? format.day(last) : t('match.field.never')],
    [t('match.field.groups'), portrait.groups.map(({ name }) => name).join(t('list.comma')) || '—'],
    [t('match.field.tags'), portrait.tags.map(({ tag }) => tag).join(t('list.comma')) || '—'],
  ];
  return (
    <section className="q-side">
      <header>
        <Avatar name={portrait.name} id={portrait.memberId} size={36} />
        <div>
          <small className="q-faint">{label}</small>
          <h3>{portrait.name}</h3>
        </div>
      </header>
      <dl className="q-inputs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function WillChange({ a, b }: { a: Portrait; b: Portrait }) {
  const { t } = useTranslation();
  const words = useAttributeWords();
  const accounts = [...a.accounts, ...b.accounts];
  const tags = [...new Set([...a.tags, ...b.tags].map(({ tag }) => tag))];
  const conflicts = a.attributes.flatMap((one) => {
    const other = b.attributes.find(({ key }) => key === one.key);
    if (!other || JSON.stringify(other.value) === JSON.stringify(one.value)) return [];
    const [shown, kept] = one.setAt >= other.setAt ? [one, other] : [other, one];
    return [{ attribute: one, shown: words.value(shown, shown.value), other: words.value(kept, kept.value) }];
  });
  return (
    <section className="q-preview">
      <h3>{t('match.willChange')}</h3>
      <ul className="q-lines">
        <li>
          {t('match.change.accounts', {
            count: accounts.length,
            names: accounts.map(({ name, externalId }) => name || externalId).join(t('list.comma')),
          })}
        </li>
        <li>
          {tags.length > 0 ? t('match.change.tags', { tags: tags.join(t('list.comma')) }) : t('match.change.noTags')}
        </li>
        {conflicts.map(({ attribute, shown, other }) => (
          <li key={attribute.key}>{t('match.change.conflict', { name: words.name(attribute), shown, other })}</li>
        ))}
        <li>{t('match.change.figures')}</li>
        <li>{t('match.change.undo')}</li>
      </ul>
    </section>
  );
}
