import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { playsQuery } from '../../api/plays.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { MembersLink } from '../plays/members-link.tsx';
import { useLanguage } from '../plays/use-plays.ts';
import { useExplain } from './explanations.ts';

const SHOWN = 3;

type Shown = {
  id: string;
  name: string;
  why: string;
  how: string | undefined;
  metric: string;
  tiers: readonly string[];
  members: number | null;
};

/**
 * What to do this week, each with its reason and the people it is about: at present what the page of plays proposes, so
 * that nothing dismissed or under way comes again; as of a past day what the library as it is built in says of it.
 */
export function PlaysPanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const explain = useExplain(report);
  const { asOf } = useSearch({ from: '/app/c/$community/' });
  const plays = usePlays(report, asOf !== undefined);
  return (
    <Panel title={t('figure.plays.name')} explain={explain('plays')} className="q-plays-panel">
      {plays === undefined ? <Skeleton rows={SHOWN * 2} height={18} /> : null}
      {plays?.length === 0 ? <p className="q-soft">{t('plays.none')}</p> : null}
      <ol className="q-plays">
        {plays?.slice(0, SHOWN).map((play) => (
          <PlayItem key={play.id} play={play} />
        ))}
      </ol>
      <Link to="/c/$community/plays" from="/c/$community" className="q-more-link">
        {t('plays.all')}
      </Link>
    </Panel>
  );
}

/** The plays to show; undefined while they are asked for. */
function usePlays(report: CommunityReport, past: boolean): Shown[] | undefined {
  const words = useWords();
  const language = useLanguage();
  const community = useCommunity();
  const { data, error } = useQuery({ ...playsQuery(community.id), enabled: !past });
  if (past || error)
    return report.plays.map(({ play, why, metric, members }) => ({
      id: play,
      name: words.playName(play),
      why: words.playReason(why),
      how: words.playHow(play),
      metric,
      tiers: [],
      members,
    }));
  return data?.proposals.map(({ playId, name, why, how, metric, tiers, members }) => ({
    id: playId,
    name: name[language],
    why: why[language],
    how: how[language] || undefined,
    metric,
    tiers,
    members,
  }));
}

function PlayItem({ play: { id, name, why, how, metric, tiers, members } }: { play: Shown }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <li>
      <h3>{name}</h3>
      <p>{why}</p>
      {how ? (
        <details>
          <summary>{t('plays.how')}</summary>
          <p>{how}</p>
        </details>
      ) : null}
      <p className="q-play-foot">
        <span className="q-faint q-small">{t('plays.metric', { metric: words.metric(metric) })}</span>
        <MembersLink play={id} tiers={tiers} members={members} />
      </p>
    </li>
  );
}
