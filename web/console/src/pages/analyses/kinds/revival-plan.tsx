import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeclineResult } from '../../../../../../src/modules/analyses/decline.contract.ts';
import { Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { acceptPlay, playsQuery } from '../../../api/plays.ts';
import { describeError } from '../../../shell/describe-error.ts';
import { useCommunity } from '../../../shell/use-community.ts';
import { useRight } from '../../../shell/use-right.ts';
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
              <p className="q-plan-foot">
                <AcceptPlay play={play} answers={{ cause, people: Math.max(1, Math.round(people)) }} />
                {members ? (
                  <Link to="/c/$community/members" from="/c/$community" search={members.search}>
                    {t('analysis.seeMembers')}
                  </Link>
                ) : null}
              </p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

/** Takes a play on, so that its steps become tasks; one that is under way leads to them. */
function AcceptPlay({ play, answers }: { play: string; answers: Parameters<typeof acceptPlay>[3] }) {
  const { t } = useTranslation();
  const { format } = useSay();
  const community = useCommunity();
  const client = useQueryClient();
  const { message } = App.useApp();
  const mayAccept = useRight('plays.manage');
  const { data } = useQuery(playsQuery(community.id));
  const accept = useMutation({
    mutationFn: () => acceptPlay(community.id, play, format.language, answers),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: playsQuery(community.id).queryKey.slice(0, 2) });
      void message.success(t('decline.accepted'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  if (data?.runs.some(({ playId }) => playId === play))
    return (
      <Link to="/c/$community/plays" from="/c/$community" search={{ tab: 'tasks' }}>
        {t('decline.underWay')}
      </Link>
    );
  if (!mayAccept) return null;
  return (
    <Button size="small" type="primary" loading={accept.isPending} disabled={!data} onClick={() => accept.mutate()}>
      {t('decline.accept')}
    </Button>
  );
}
