import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PointRule } from '../../../../../src/modules/points/rules.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deletePointRule, pointRulesQuery, savePointRule } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { PointsFrame } from './points-frame.tsx';
import { PointRuleDialog } from './rule-dialog.tsx';
import { usePointChange } from './use-point-change.ts';
import { useRuleWords } from './use-rule-words.ts';

/** For what members earn by themselves, and what each rule granted lately. */
export function PointRulesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const asked = useQuery(pointRulesQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<PointRule | 'new'>();
  usePageTitle(t('points.tabs.rules'), community.name);
  const add = mayManage ? <Button onClick={() => setEdited('new')}>{t('points.rules.new')}</Button> : null;
  const on = data?.rules.filter(({ enabled }) => enabled).length ?? 0;
  return (
    <PointsFrame
      answer={on > 0 ? t('points.rules.answer', { count: on }) : t('points.rules.lead')}
      aside={data && data.rules.length > 0 ? add : null}
    >
      <section className="q-panel">
        <Loaded of={asked}>
          {(reply) =>
            reply.rules.length === 0 ? (
              <EmptyState title={t('points.rules.none')} action={add}>
                {t('points.rules.noneDetail')}
              </EmptyState>
            ) : (
              <ul className="q-point-rules">
                {reply.rules.map((rule) => (
                  <RuleLine key={rule.id} rule={rule} mayManage={mayManage} onEdit={() => setEdited(rule)} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {edited ? (
        <PointRuleDialog rule={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      ) : null}
    </PointsFrame>
  );
}

function RuleLine({ rule, mayManage, onEdit }: { rule: PointRule; mayManage: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useRuleWords();
  const toggle = usePointChange((communityId, enabled: boolean) => savePointRule(communityId, rule.id, { enabled }));
  const remove = usePointChange((communityId) => deletePointRule(communityId, rule.id));
  return (
    <li className={rule.enabled ? undefined : 'q-point-off'}>
      <header>
        <h2>{rule.name}</h2>
        <Switch
          size="small"
          checked={rule.enabled}
          disabled={!mayManage}
          loading={toggle.isPending}
          aria-label={t('points.rules.enabled', { name: rule.name })}
          onChange={(enabled) => toggle.mutate(enabled)}
        />
      </header>
      <p>{words(rule)}</p>
      <ErrorNotice error={toggle.error ?? remove.error} />
      <footer>
        <span className="q-faint">
          {t('points.rules.granted', {
            points: format.exact(rule.granted.points),
            times: format.exact(rule.granted.times),
            members: format.exact(rule.granted.members),
          })}
          {rule.refused > 0 ? ` · ${t('points.rules.refused', { count: rule.refused })}` : ''}
        </span>
        {mayManage ? (
          <>
            <Button size="small" onClick={onEdit}>
              {t('points.rules.change')}
            </Button>
            <Popconfirm
              title={t('points.rules.deleteSure', { name: rule.name })}
              okText={t('points.rules.delete')}
              cancelText={t('points.cancel')}
              onConfirm={() => remove.mutate(undefined)}
            >
              <Button size="small" danger>
                {t('points.rules.delete')}
              </Button>
            </Popconfirm>
          </>
        ) : null}
      </footer>
    </li>
  );
}
