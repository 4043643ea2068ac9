import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import type { Import } from '../../api/imports.ts';
import { overviewQuery } from '../../api/overview.ts';
import { membersOfPlay } from '../../words/members-of-play.ts';

const AGAIN = 2000;

/** The first three insights, as soon as the import has been evaluated: how it stands, who carries it, what to do first. */
export function FirstInsights({ item, community }: { item: Import; community: Community }) {
  const { t } = useTranslation();
  const fresh = (evaluatedAt: string | undefined) =>
    Boolean(evaluatedAt && item.finishedAt && evaluatedAt >= item.finishedAt);
  const { data } = useQuery({
    ...overviewQuery(community.id),
    retry: false,
    refetchInterval: ({ state }) => (fresh(state.data?.evaluatedAt) ? false : AGAIN),
  });
  const report = data && fresh(data.evaluatedAt) ? data.report : undefined;
  return (
    <Panel title={t('imports.insights')}>
      {report ? (
        <ol className="q-insights">
          <HowItStands report={report} />
          <WhoCarriesIt report={report} />
          <WhatToDo report={report} />
        </ol>
      ) : (
        <>
          <p className="q-soft" role="status">
            {t('imports.computing')}
          </p>
          <Skeleton rows={3} height={24} />
        </>
      )}
    </Panel>
  );
}

function HowItStands({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <li>
      <h3>{t('insight.stands')}</h3>
      <p className="q-insight">{words.sentence(report)}</p>
    </li>
  );
}

function WhoCarriesIt({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { busFactor, activeMembers } = report.concentration;
  const leaders = report.network.leaders.slice(0, 3);
  return (
    <li>
      <h3>{t('insight.carries')}</h3>
      <p>
        {busFactor === null
          ? t('insight.nobody')
          : t('insight.half', { shown: format.count(busFactor), of: format.count(activeMembers) })}{' '}
        {leaders.length ? t('insight.leaders') : null}
        {leaders.map((leader, index) => (
          <Fragment key={leader.memberId}>
            {index ? t('list.comma') : ' '}
            <Link to="/c/$community/members/$member" from="/c/$community" params={{ member: leader.memberId }}>
              {leader.name}
            </Link>
          </Fragment>
        ))}
      </p>
    </li>
  );
}

function WhatToDo({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const [play] = report.plays;
  const list = play && membersOfPlay(play.play);
  return (
    <li>
      <h3>{t('insight.first')}</h3>
      {play ? (
        <>
          <p>
            <strong>{words.playName(play.play)}</strong> {words.playReason(play.why)}
          </p>
          {list && play.members ? (
            <Link to="/c/$community/members" from="/c/$community" search={list.search}>
              <Button size="small" tabIndex={-1}>
                {list.exact
                  ? t('plays.see', { count: play.members, shown: format.count(play.members) })
                  : t('plays.seeNear')}
              </Button>
            </Link>
          ) : null}
        </>
      ) : (
        <p>{t('plays.none')}</p>
      )}
    </li>
  );
}
