import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DeclineResult } from '../../../../../../src/modules/analyses/decline.contract.ts';
import { Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { membersOfPlay } from '../../../words/members-of-play.ts';
import { useSay } from '../use-say.ts';

/** What to do about the fall: the plays that answer its largest parts, each with its reason. */
export function RevivalPlan({ result }: { result: DeclineResult }) {
  const { t } = useTranslation();
  const say = useSay();
  const format = useFormat();
  if (result.plan.length === 0) return null;
  return (
    <Panel title={t('decline.plan')} note={t('decline.planNote')}>
      <ol className="q-plan">
        {result.plan.map(({ play, cause, people, reason }) => {
          const members = membersOfPlay(play);
          return (
            <li key={play}>
              <h3>{say.words.playName(play)}</h3>
              <p>{say.words.playReason(reason)}</p>
              <p className="q-soft">{say.words.playHow(play)}</p>
              <p className="q-faint q-small">
                {t('decline.answers', {
                  cause: t(`decline.cause.${cause}`, { defaultValue: t(`decline.part.${cause}.name`) }),
                  people: format.exact(Math.abs(Math.round(people))),
                })}
              </p>
              {members ? (
                <Link to="/c/$community/members" from="/c/$community" search={members.search}>
                  {t('analysis.seeMembers')}
                </Link>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
