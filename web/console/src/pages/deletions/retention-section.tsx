import { CloseOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { groupsQuery } from '../../api/communities.ts';
import { type RetentionChoice, retentionPreviewQuery, retentionQuery, setRetention } from '../../api/deletions.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { RuleField } from './rule-field.tsx';
import './deletions.css';

/** How long chat texts are kept: of all groups, and of those with a rule of their own. */
export function RetentionSection({ community, disabled }: { community: Community; disabled: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(retentionQuery(community.id));
  return (
    <section className="q-panel q-settings-section" id="retention" aria-labelledby="retention-title">
      <div className="q-settings-head">
        <h2 id="retention-title">{t('textRule.title')}</h2>
        <p className="q-faint">{t('textRule.lead')}</p>
        {data ? (
          <p className="q-faint q-small">
            {data.lastRun
              ? t('textRule.lastRun', {
                  when: format.instant(data.lastRun.ranAt, community.zone),
                  shown: format.exact(data.lastRun.deleted),
                })
              : t('textRule.never')}{' '}
            {data.nextRun ? t('textRule.nextRun', { when: format.instant(data.nextRun, community.zone) }) : null}
          </p>
        ) : null}
      </div>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : data ? (
        <RetentionForm
          key={JSON.stringify([data.community, data.groups])}
          community={community}
          disabled={disabled}
          saved={{ community: data.community, groups: data.groups }}
        />
      ) : (
        <Skeleton rows={3} height={26} />
      )}
    </section>
  );
}

type FormProps = { community: Community; disabled: boolean; saved: RetentionChoice };

function RetentionForm({ community, disabled, saved }: FormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(saved);
  const { data: groups = [] } = useQuery(groupsQuery(community.id));
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const save = useMutation({
    mutationFn: () => setRetention(community.id, draft),
    onSuccess: (kept) => {
      client.setQueryData(retentionQuery(community.id).queryKey, kept);
      void message.success(t('textRule.saved'));
    },
  });
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? id;
  const setGroup = (id: string, rule: RetentionChoice['community'] | null) => {
    const { [id]: _, ...others } = draft.groups;
    setDraft({ ...draft, groups: rule ? { ...others, [id]: rule } : others });
  };
  const free = groups.filter(({ id }) => !draft.groups[id]);
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (dirty) save.mutate();
      }}
    >
      <ErrorNotice error={save.error} />
      <div className="q-rule">
        <span className="q-rule-name">{t('textRule.community')}</span>
        <RuleField
          label={t('textRule.community')}
          disabled={disabled}
          rule={draft.community}
          onChange={(rule) => rule && setDraft({ ...draft, community: rule })}
        />
      </div>
      {Object.keys(draft.groups).length > 0 ? <h3>{t('textRule.groups')}</h3> : null}
      {Object.entries(draft.groups).map(([id, rule]) => (
        <div className="q-rule" key={id}>
          <span className="q-rule-name">{nameOf(id)}</span>
          <RuleField label={nameOf(id)} disabled={disabled} rule={rule} onChange={(next) => setGroup(id, next)} />
          {disabled ? null : (
            <Button
              type="text"
              icon={<CloseOutlined />}
              aria-label={t('textRule.remove', { group: nameOf(id) })}
              onClick={() => setGroup(id, null)}
            />
          )}
        </div>
      ))}
      {!disabled && free.length > 0 ? (
        <Select
          aria-label={t('textRule.addGroup')}
          placeholder={t('textRule.addGroup')}
          value={null}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(id: string | null) => id && setGroup(id, { keep: 'forever' })}
          options={free.map(({ id, name }) => ({ value: id, label: name || id }))}
        />
      ) : null}
      {dirty ? <Effect communityId={community.id} rules={draft} nameOf={nameOf} /> : null}
      {disabled ? null : (
        <div className="q-form-actions">
          <Button type="primary" htmlType="submit" disabled={!dirty} loading={save.isPending}>
            {t('form.save')}
          </Button>
          {dirty ? <Button onClick={() => setDraft(saved)}>{t('form.cancel')}</Button> : null}
        </div>
      )}
    </form>
  );
}

const MOST_GROUPS = 5;

/** What the rules would delete if they held now. */
function Effect(props: { communityId: string; rules: RetentionChoice; nameOf: (id: string) => string }) {
  const { communityId, rules, nameOf } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(retentionPreviewQuery(communityId, rules));
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton rows={1} height={20} />;
  const nil = /^[0-]+$/;
  return (
    <div aria-live="polite">
      <p>
        {t('textRule.wouldDelete', {
          count: data.texts,
          shown: format.exact(data.texts),
          kept: format.exact(data.kept),
        })}{' '}
        {[rules.community, ...Object.values(rules.groups)].some(({ keep }) => keep === 'none')
          ? t('textRule.noneAtArrival')
          : null}
      </p>
      <ul className="q-faint q-small">
        {data.groups.slice(0, MOST_GROUPS).map(({ groupId, texts, before }) => (
          <li key={groupId}>
            {t(before ? 'textRule.before' : 'textRule.all', {
              group: nil.test(groupId) ? t('textRule.outside') : nameOf(groupId),
              shown: format.exact(texts),
              day: before,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
