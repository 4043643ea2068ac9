import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { membersOfPlay } from '../../words/members-of-play.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { useExplain } from './explanations.ts';

/** What to do this week, each with its reason and the people it is about. */
export function PlaysPanel({ report }: { report: CommunityReport }) {
  const { t } = useTranslation();
  const explain = useExplain(report);
  return (
    <Panel title={t('figure.plays.name')} explain={explain('plays')} className="q-plays-panel">
      {report.plays.length === 0 ? <p className="q-soft">{t('plays.none')}</p> : null}
      <ol className="q-plays">
        {report.plays.slice(0, 3).map((play) => (
          <PlayItem key={play.play} play={play} />
        ))}
      </ol>
      <Link to="/c/$community/plays" from="/c/$community" className="q-more-link">
        {t('plays.all')}
      </Link>
    </Panel>
  );
}

function PlayItem({ play }: { play: CommunityReport['plays'][number] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const list = membersOfPlay(play.play);
  const how = words.playHow(play.play);
  return (
    <li>
      <h3>{words.playName(play.play)}</h3>
      <p>{words.playReason(play.why)}</p>
      {how ? (
        <details>
          <summary>{t('plays.how')}</summary>
          <p>{how}</p>
        </details>
      ) : null}
      <p className="q-play-foot">
        <span className="q-faint q-small">{t('plays.metric', { metric: words.metric(play.metric) })}</span>
        {list && play.members ? (
          <Link to="/c/$community/members" from="/c/$community" search={list.search}>
            <Button size="small" tabIndex={-1}>
              {list.exact
                ? t('plays.see', { count: play.members, shown: format.count(play.members) })
                : t('plays.seeNear')}
            </Button>
          </Link>
        ) : null}
      </p>
    </li>
  );
}
