import { HolderOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommunityRule, Rules } from '../../../../../src/modules/credit/contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { orderRules, prefillRules, rulesQuery, saveRule } from '../../api/credit.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useSavedOrder } from '../segments/use-saved-order.ts';
import { PolicyPanel } from './policy-panel.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { useCreditChange } from './use-credit-change.ts';
import './credit.css';

/** The rules of the community with what a breach costs, and the figures of the licence. */
export function RulesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const { archived = false } = useSearch({ from: '/app/c/$community/rules' });
  const navigate = useNavigate({ from: '/c/$community/rules' });
  const asked = useQuery(rulesQuery(community.id, archived));
  const { data } = asked;
  const [edited, setEdited] = useState<CommunityRule | 'new'>();
  usePageTitle(t('credit.rules.title'), community.name);
  const inForce = data?.rules.filter(({ archivedAt }) => archivedAt === null) ?? [];
  const actions = mayManage ? (
    <div className="q-credit-actions">
      <PrefillButton />
      <Button type="primary" onClick={() => setEdited('new')}>
        {t('credit.rules.new')}
      </Button>
    </div>
  ) : null;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('credit.rules.title')}</h1>
          <p>
            {inForce.length > 0
              ? t('credit.rules.answer', {
                  count: inForce.length,
                  broken: inForce.reduce((sum, { violations }) => sum + violations, 0),
                })
              : t('credit.rules.lead')}
          </p>
        </div>
        {inForce.length > 0 ? actions : null}
      </div>
      <Loaded of={asked} rows={6} panel>
        {(reply) => (
          <div className="q-columns q-columns-side">
            <div className="q-column">
              <section className="q-panel">
                {reply.rules.length === 0 ? (
                  <EmptyState title={t('credit.rules.none')} action={actions} art="file">
                    {t('credit.rules.noneDetail')}
                  </EmptyState>
                ) : (
                  <RuleList rules={reply.rules} mayManage={mayManage} onEdit={setEdited} />
                )}
                <Checkbox
                  checked={archived}
                  onChange={({ target }) =>
                    void navigate({ search: target.checked ? { archived: true } : {}, replace: true })
                  }
                >
                  {t('credit.rules.archived')}
                </Checkbox>
              </section>
            </div>
            <div className="q-column">
              <PolicyPanel policy={reply.policy} own={reply.ownPolicy} mayManage={mayManage} />
            </div>
          </div>
        )}
      </Loaded>
      {edited && data ? (
        <RuleDialog
          rule={edited === 'new' ? undefined : edited}
          costs={data.policy.costs}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </>
  );
}

function PrefillButton() {
  const { t, i18n } = useTranslation();
  const prefill = useCreditChange((communityId) => prefillRules(communityId, i18n.language));
  return (
    <>
      <ErrorNotice error={prefill.error} />
      <Button loading={prefill.isPending} onClick={() => prefill.mutate(undefined)}>
        {prefill.data?.added === 0 ? t('credit.rules.prefilled') : t('credit.rules.prefill')}
      </Button>
    </>
  );
}

type ListProps = { rules: Rules['rules']; mayManage: boolean; onEdit: (rule: CommunityRule) => void };

function RuleList({ rules, mayManage, onEdit }: ListProps) {
  const { t } = useTranslation();
  const save = useCreditChange((communityId, ids: string[]) => orderRules(communityId, ids));
  const { sorted, reorder } = useSavedOrder(rules, save.mutate);
  return (
    <>
      <ErrorNotice error={save.error} />
      <ol className="q-credit-rules" data-reorder>
        {sorted.map((rule, at) => (
          <li key={rule.id} className={rule.archivedAt ? 'q-credit-off' : undefined} {...reorder.row(at)}>
            {mayManage && rules.length > 1 ? (
              <Button
                type="text"
                size="small"
                icon={<HolderOutlined />}
                aria-label={t('credit.rules.move', { name: rule.title })}
                {...reorder.handle(at)}
              />
            ) : null}
            <RuleLine rule={rule} mayManage={mayManage} onEdit={() => onEdit(rule)} />
          </li>
        ))}
      </ol>
    </>
  );
}

function RuleLine({ rule, mayManage, onEdit }: { rule: CommunityRule; mayManage: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const archive = useCreditChange((communityId, archived: boolean) => saveRule(communityId, rule.id, { archived }));
  return (
    <div className="q-credit-rule">
      <header>
        <h2>{rule.title}</h2>
        <span className="q-pill">{t('credit.costs', { count: rule.cost })}</span>
      </header>
      {rule.text ? <p>{rule.text}</p> : null}
      {rule.examples.length > 0 ? (
        <p className="q-faint">{t('credit.rules.examplesAre', { list: rule.examples.join(t('credit.comma')) })}</p>
      ) : null}
      <ErrorNotice error={archive.error} />
      <footer>
        <span className="q-faint">{t('credit.rules.broken', { count: rule.violations })}</span>
        {mayManage ? (
          <span className="q-credit-buttons">
            {rule.archivedAt ? (
              <Button size="small" loading={archive.isPending} onClick={() => archive.mutate(false)}>
                {t('credit.rules.restore')}
              </Button>
            ) : (
              <>
                <Button size="small" onClick={onEdit}>
                  {t('credit.edit')}
                </Button>
                <Popconfirm
                  title={t('credit.rules.archiveSure', { name: rule.title })}
                  okText={t('credit.rules.archive')}
                  cancelText={t('credit.cancel')}
                  onConfirm={() => archive.mutate(true)}
                >
                  <Button size="small">{t('credit.rules.archive')}</Button>
                </Popconfirm>
              </>
            )}
          </span>
        ) : null}
      </footer>
    </div>
  );
}
