import { HolderOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Dropdown, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReactionRule, type Trigger, TRIGGER_KINDS } from '../../../../../src/modules/reactions/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { groupsQuery } from '../../api/communities.ts';
import { deleteRule, orderRules, reactionsQuery, saveRule } from '../../api/reactions.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MessageView } from '../messages/message-view.tsx';
import { useSavedOrder } from '../segments/use-saved-order.ts';
import { RuleDialog } from './rule-dialog.tsx';
import { RunsDialog } from './runs-dialog.tsx';
import { TryPanel } from './try-panel.tsx';
import { useReactionChange } from './use-reaction-change.ts';
import './reactions.css';

/** Rules that answer at once: words, somebody new, a first message. */
export function ReactionsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const { data, error, refetch } = useQuery(reactionsQuery(community.id));
  const [edited, setEdited] = useState<ReactionRule | Trigger['kind']>();
  const [shown, setShown] = useState<ReactionRule>();
  usePageTitle(t('reactions.title'), community.name);
  const add = mayManage ? (
    <Dropdown
      trigger={['click']}
      menu={{
        items: TRIGGER_KINDS.map((kind) => ({ key: kind, label: t(`reactions.kinds.${kind}`) })),
        onClick: ({ key }) => setEdited(key as Trigger['kind']),
      }}
    >
      <Button type="primary">{t('reactions.new')}</Button>
    </Dropdown>
  ) : null;
  const on = data?.rules.filter(({ enabled }) => enabled).length ?? 0;
  const answered = data?.rules.reduce((sum, { runs }) => sum + runs.answered, 0) ?? 0;
  const some = data !== undefined && data.rules.length > 0;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('reactions.title')}</h1>
          <p>{some ? t('reactions.answer', { count: on, answered }) : t('reactions.lead')}</p>
        </div>
        {some ? add : null}
      </div>
      {data && data.attached === 0 ? (
        <Notice kind="info" title={t('reactions.unattached.title')}>
          {t('reactions.unattached.detail')}{' '}
          <Link to="/c/$community/connections" params={{ community: community.key }}>
            {t('reactions.unattached.go')}
          </Link>
        </Notice>
      ) : null}
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={5} height={24} />
        </section>
      ) : some ? (
        <div className="q-reactions">
          <section className="q-panel">
            <RuleList rules={data.rules} mayManage={mayManage} onEdit={setEdited} onShow={setShown} />
          </section>
          {mayManage ? <TryPanel /> : null}
        </div>
      ) : (
        <section className="q-panel">
          <EmptyState title={t('reactions.none.title')} action={add}>
            {t('reactions.none.detail')}
          </EmptyState>
        </section>
      )}
      {edited ? (
        <RuleDialog
          rule={typeof edited === 'string' ? undefined : edited}
          kind={typeof edited === 'string' ? edited : edited.trigger.kind}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
      {shown ? <RunsDialog rule={shown} onClose={() => setShown(undefined)} /> : null}
    </>
  );
}

type ListProps = {
  rules: readonly ReactionRule[];
  mayManage: boolean;
  onEdit: (rule: ReactionRule) => void;
  onShow: (rule: ReactionRule) => void;
};

function RuleList({ rules, mayManage, onEdit, onShow }: ListProps) {
  const { t } = useTranslation();
  const save = useReactionChange((communityId, ids: string[]) => orderRules(communityId, ids));
  const { sorted, reorder } = useSavedOrder(rules, save.mutate);
  return (
    <>
      <ErrorNotice error={save.error} />
      <p className="q-faint">{t('reactions.orderHint')}</p>
      <ol className="q-reaction-rules" data-reorder>
        {sorted.map((rule, at) => (
          <li key={rule.id} className={rule.enabled ? undefined : 'q-reaction-off'} {...reorder.row(at)}>
            {mayManage && rules.length > 1 ? (
              <Button
                type="text"
                size="small"
                icon={<HolderOutlined />}
                aria-label={t('reactions.move', { name: rule.name })}
                {...reorder.handle(at)}
              />
            ) : null}
            <RuleLine rule={rule} mayManage={mayManage} onEdit={() => onEdit(rule)} onShow={() => onShow(rule)} />
          </li>
        ))}
      </ol>
    </>
  );
}

type LineProps = { rule: ReactionRule; mayManage: boolean; onEdit: () => void; onShow: () => void };

function RuleLine({ rule, mayManage, onEdit, onShow }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  const toggle = useReactionChange((communityId, enabled: boolean) => saveRule(communityId, rule.id, { enabled }));
  const remove = useReactionChange((communityId) => deleteRule(communityId, rule.id));
  const { trigger, runs } = rule;
  const places = rule.groupIds.map((id) => groups?.find((group) => group.id === id)?.name ?? '…');
  return (
    <div className="q-reaction-rule">
      <header>
        <h2>{rule.name}</h2>
        <Switch
          size="small"
          checked={rule.enabled}
          disabled={!mayManage}
          loading={toggle.isPending}
          aria-label={t('reactions.enabled', { name: rule.name })}
          onChange={(enabled) => toggle.mutate(enabled)}
        />
      </header>
      <p>
        {trigger.kind === 'keyword'
          ? t(`reactions.says.${trigger.matching}`, { words: format.anyOf(trigger.words.map((word) => `“${word}”`)) })
          : t(`reactions.says.${trigger.kind}`)}
        {t('reactions.in', { groups: places.length > 0 ? format.anyOf(places) : t('reactions.everywhere') })}
        {t(`reactions.to.${rule.place}`)}
      </p>
      {'content' in rule.answer ? <MessageView content={rule.answer.content} /> : <p>{t('reactions.byTemplate')}</p>}
      <ErrorNotice error={toggle.error ?? remove.error} />
      <footer>
        <Button type="link" size="small" className="q-reaction-runs" onClick={onShow}>
          {runs.last === null
            ? t('reactions.never')
            : t('reactions.ran', {
                answered: format.count(runs.answered),
                others: format.count(runs.others),
                last: format.relative(runs.last),
              })}
        </Button>
        {mayManage ? (
          <>
            <Button size="small" onClick={onEdit}>
              {t('reactions.change')}
            </Button>
            <Popconfirm
              title={t('reactions.deleteSure', { name: rule.name })}
              okText={t('reactions.delete')}
              cancelText={t('reactions.cancel')}
              onConfirm={() => remove.mutate(undefined)}
            >
              <Button size="small" danger>
                {t('reactions.delete')}
              </Button>
            </Popconfirm>
          </>
        ) : null}
      </footer>
    </div>
  );
}
