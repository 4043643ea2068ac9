import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { LevelsReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Honour } from '../../../../ui/honour.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { benefitsQuery, levelsQuery } from '../../api/levels.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { LadderEditor } from './ladder-editor.tsx';
import { LevelFlow } from './level-flow.tsx';
import { LevelsFrame } from './levels-frame.tsx';
import { useOwnWords } from './use-level-change.ts';

/** The ladder: what each level asks and gives, how many stand there, and how they moved. */
export function LevelsPage() {
  const { t, format } = useOwnWords();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const asked = useQuery(levelsQuery(community.id));
  const { data } = asked;
  const [editing, setEditing] = useState(false);
  usePageTitle(t('levels.title'), community.name);
  const some = data !== undefined && data.levels.length > 0;
  const edit = mayManage ? (
    <Button type="primary" onClick={() => setEditing(true)}>
      {t(some ? 'levels.edit' : 'levels.begin')}
    </Button>
  ) : null;
  return (
    <LevelsFrame
      answer={
        some
          ? t(data.lastRun ? 'levels.answer' : 'levels.answerNotYet', {
              count: data.levels.length,
              grace: data.onGrace,
              next: format.day(data.nextMonthly),
            })
          : t('levels.lead')
      }
      action={some && !editing ? edit : null}
    >
      <Loaded of={asked} rows={6} height={28} panel>
        {(reply) =>
          editing ? (
            <LadderEditor reply={reply} onClose={() => setEditing(false)} />
          ) : some ? (
            <>
              <section className="q-panel">
                <LadderTable reply={reply} />
              </section>
              <LevelFlow reply={reply} />
              <RulesPanel reply={reply} />
            </>
          ) : (
            <section className="q-panel">
              <EmptyState title={t('levels.none.title')} action={edit}>
                {t(mayManage ? 'levels.none.detail' : 'levels.none.right')}
              </EmptyState>
            </section>
          )
        }
      </Loaded>
    </LevelsFrame>
  );
}

function LadderTable({ reply: { levels, distribution } }: { reply: LevelsReply }) {
  const { t, format, own, nameOf } = useOwnWords();
  const community = useCommunity();
  const { data: benefits } = useQuery(benefitsQuery(community.id));
  const all = distribution.reduce((sum, { members }) => sum + members, 0);
  const benefitName = (id: string) => {
    const found = benefits?.benefits.find((one) => one.id === id);
    return found ? own(found.name, found.nameEn) : '…';
  };
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('levels.level')}</th>
            <th className="q-number">{t('levels.figures.growth')}</th>
            <th className="q-number">{t('levels.figures.contribution')}</th>
            <th className="q-number">{t('levels.figures.activeDays')}</th>
            <th className="q-number">{t('levels.figures.quizzes')}</th>
            <th>{t('levels.benefits')}</th>
            <th className="q-number">{t('levels.members')}</th>
          </tr>
        </thead>
        <tbody>
          {levels.toReversed().map((level) => {
            const members = distribution.find(({ rank }) => rank === level.rank)?.members ?? 0;
            return (
              <tr key={level.id}>
                <th scope="row">
                  <span className="q-level-name">
                    <Honour icon={level.icon} colour={level.colour} size={32} />
                    {nameOf(level)}
                  </span>
                </th>
                {(['growth', 'contribution', 'activeDays', 'quizzes'] as const).map((figure) => (
                  <td key={figure} className="q-number">
                    {level.standards[figure] === 0 ? '–' : format.exact(level.standards[figure])}
                  </td>
                ))}
                <td>
                  {level.benefits.length === 0 ? (
                    <span className="q-faint">–</span>
                  ) : (
                    level.benefits
                      .map(({ benefitId, quota }) => benefitName(benefitId) + (quota === null ? '' : ` × ${quota}`))
                      .join(' · ')
                  )}
                </td>
                <td className="q-number">
                  <Link
                    to="/c/$community/levels/members"
                    params={{ community: community.key }}
                    search={{ rank: level.rank }}
                  >
                    {format.exact(members)}
                  </Link>
                  <span className="q-faint q-small"> {all > 0 ? format.share(members / all) : ''}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What the growth value is made of and how a level is lost, with the numbers in force: the glass box. */
function RulesPanel({ reply: { rules } }: { reply: LevelsReply }) {
  const { t, format } = useOwnWords();
  const caps = Object.entries(rules.growth.caps).map(
    ([kind, cap]) => `${t(`levels.kinds.${kind}`)} ${format.exact(cap)}`,
  );
  return (
    <Panel title={t('levels.rules.title')}>
      <ul className="q-level-rules">
        <li>{t('levels.rules.growth', { rate: format.decimal(rules.growth.pointsRate) })}</li>
        <li>{t('levels.rules.caps', { caps: caps.join(' · ') })}</li>
        <li>
          {t('levels.rules.holding', { share: format.share(rules.holding.share), count: rules.holding.graceMonths })}
        </li>
        <li>{t(rules.celebration.enabled ? 'levels.rules.celebrated' : 'levels.rules.quiet')}</li>
      </ul>
    </Panel>
  );
}
