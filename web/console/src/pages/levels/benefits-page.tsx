import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Benefit } from '../../../../../src/modules/levels/benefits.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { benefitsQuery, deleteBenefit, entriesQuery, levelsQuery, settleEntry, usesQuery } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BenefitDialog } from './benefit-dialog.tsx';
import { LevelsFrame } from './levels-frame.tsx';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

/** What levels entitle to, who used it lately, and who came into a group without it. */
export function BenefitsPage() {
  const { t } = useOwnWords();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const asked = useQuery(benefitsQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<Benefit | 'new'>();
  usePageTitle(t('levels.tabs.benefits'), community.name);
  const some = data !== undefined && data.benefits.length > 0;
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('levels.benefit.new')}
    </Button>
  ) : null;
  return (
    <LevelsFrame
      answer={some ? t('levels.benefit.answer', { count: data.benefits.length }) : t('levels.benefit.lead')}
      action={some ? add : null}
    >
      <section className="q-panel">
        <Loaded of={asked}>
          {(reply) =>
            some ? (
              <BenefitTable benefits={reply.benefits} mayManage={mayManage} onEdit={setEdited} />
            ) : (
              <EmptyState title={t('levels.benefit.none')} action={add}>
                {t('levels.benefit.noneDetail')}
              </EmptyState>
            )
          }
        </Loaded>
      </section>
      <Entries mayManage={mayManage} />
      <Uses />
      {edited ? (
        <BenefitDialog benefit={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      ) : null}
    </LevelsFrame>
  );
}

function BenefitTable(props: { benefits: readonly Benefit[]; mayManage: boolean; onEdit: (benefit: Benefit) => void }) {
  const { t, format, own, nameOf } = useOwnWords();
  const community = useCommunity();
  const { data: ladder } = useQuery(levelsQuery(community.id));
  const remove = useLevelChange((communityId, id: string) => deleteBenefit(communityId, id));
  return (
    <>
      <ErrorNotice error={remove.error} />
      <div className="q-table-scroll">
        <table className="q-table q-table-start">
          <thead>
            <tr>
              <th>{t('levels.benefit.name')}</th>
              <th>{t('levels.benefit.kind')}</th>
              <th>{t('levels.benefit.levels')}</th>
              <th className="q-number">{t('levels.benefit.uses')}</th>
              {props.mayManage ? <th>{t('levels.acts')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {props.benefits.map((benefit) => (
              <tr key={benefit.id}>
                <th scope="row">
                  {own(benefit.name, benefit.nameEn)}
                  <span className="q-faint q-small q-level-key">{benefit.key}</span>
                </th>
                <td>
                  {t(`levels.benefit.kinds.${benefit.kind}`)}
                  {benefit.enabled ? '' : ` · ${t('levels.off')}`}
                </td>
                <td>
                  {benefit.levels.length === 0
                    ? t('levels.benefit.noLevel')
                    : benefit.levels
                        .map(
                          ({ rank, quota }) => nameOf(ladder?.levels[rank - 1]) + (quota === null ? '' : ` × ${quota}`),
                        )
                        .join(' · ')}
                </td>
                <td className="q-number">{format.exact(benefit.uses28)}</td>
                {props.mayManage ? (
                  <td>
                    <Button size="small" onClick={() => props.onEdit(benefit)}>
                      {t('levels.change')}
                    </Button>{' '}
                    <Popconfirm
                      title={t('levels.benefit.deleteSure', { name: benefit.name })}
                      okText={t('levels.delete')}
                      cancelText={t('levels.cancel')}
                      onConfirm={() => remove.mutate(benefit.id)}
                    >
                      <Button size="small" danger>
                        {t('levels.delete')}
                      </Button>
                    </Popconfirm>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Who joined a group that is for some levels without having one of them. */
function Entries({ mayManage }: { mayManage: boolean }) {
  const { t, format } = useOwnWords();
  const community = useCommunity();
  const { data } = useQuery(entriesQuery(community.id));
  const settle = useLevelChange((communityId, id: string) => settleEntry(communityId, id));
  if (!data || data.entries.length === 0) return null;
  return (
    <Panel title={t('levels.entries.title')}>
      <ErrorNotice error={settle.error} />
      <ul className="q-level-lines">
        {data.entries.map((entry) => (
          <li key={entry.id}>
            <Link to="/c/$community/members/$member" params={{ community: community.key, member: entry.memberId }}>
              {entry.memberName}
            </Link>
            <span>{t(`levels.entries.outcomes.${entry.outcome}`)}</span>
            <span className="q-faint">{format.relative(entry.at)}</span>
            {mayManage && entry.outcome !== 'removing' ? (
              <Button size="small" onClick={() => settle.mutate(entry.id)}>
                {t('levels.entries.settle')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Uses() {
  const { t, format, own } = useOwnWords();
  const community = useCommunity();
  const { data } = useQuery(usesQuery(community.id));
  const { data: benefits } = useQuery(benefitsQuery(community.id));
  if (!data || data.uses.length === 0) return null;
  const nameOf = (id: string) => {
    const found = benefits?.benefits.find((one) => one.id === id);
    return found ? own(found.name, found.nameEn) : '';
  };
  return (
    <Panel title={t('levels.uses.title')}>
      <ul className="q-level-lines">
        {data.uses.slice(0, 20).map((use) => (
          <li key={use.id}>
            <Link to="/c/$community/members/$member" params={{ community: community.key, member: use.memberId }}>
              {use.memberName}
            </Link>
            <span>
              {nameOf(use.benefitId)} × {use.amount}
              {use.note ? ` · ${use.note}` : ''}
            </span>
            <span className="q-faint">
              {format.relative(use.at)}
              {use.usedBy ? ` · ${use.usedBy}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
