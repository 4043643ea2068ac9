import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../../ui/use-words.ts';
import { overviewQuery } from '../../api/overview.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Plays that are about who knows whom and who carries the most. */
const ABOUT_TIES: ReadonlySet<string> = new Set([
  'introduce_members',
  'spread_the_load',
  'welcome_newcomers',
  'newcomer_buddy',
  'find_successors',
]);

/** What the latest report proposes to do about the risks, with its reason. */
export function RiskPlays() {
  const { t } = useTranslation();
  const words = useWords();
  const community = useCommunity();
  const { data } = useQuery(overviewQuery(community.id));
  const plays = data?.report.plays.filter(({ play }) => ABOUT_TIES.has(play)) ?? [];
  if (plays.length === 0) return null;
  return (
    <section className="q-network-part">
      <h3>{t('network.plays')}</h3>
      {plays.map(({ play, why }) => (
        <p key={play}>
          <strong>{words.playName(play)}</strong> {words.playReason(why)}
        </p>
      ))}
      <Link to="/c/$community" params={{ community: community.key }}>
        {t('network.toPlays')}
      </Link>
    </section>
  );
}
