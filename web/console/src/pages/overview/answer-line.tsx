import { ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { STAGE_COLOURS } from '../../../../ui/tokens.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { evaluate, type Overview } from '../../api/overview.ts';
import { meQuery } from '../../api/session.ts';
import { describeError } from '../../shell/describe-error.ts';
import { CommunityMark } from '../../shell/community-mark.tsx';
import { useRight } from '../../shell/use-right.ts';
import { useWords } from '../../../../ui/use-words.ts';

/** The answer in one sentence, what it rests on, and the choice of another day. */
export function AnswerLine({ overview, community }: { overview: Overview; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const { report } = overview;
  return (
    <header className="q-answer" style={{ '--stage': STAGE_COLOURS[report.stage.value] } as React.CSSProperties}>
      <CommunityMark community={community} />
      <h1>{words.sentence(report)}</h1>
      <div className="q-answer-foot">
        <p>
          {t('overview.rests', {
            events: format.count(report.events.counted),
            first: format.day(report.events.first),
            last: format.day(report.events.last),
          })}
          {report.events.bots + report.events.removed > 0
            ? ` ${t('overview.leftOut', { bots: format.count(report.events.bots), removed: format.count(report.events.removed) })}`
            : null}
        </p>
        <AnswerActions overview={overview} community={community} />
      </div>
    </header>
  );
}

function AnswerActions({ overview, community }: { overview: Overview; community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { message } = App.useApp();
  const mayEvaluate = useRight('insights.evaluate');
  const again = useMutation({
    mutationFn: () => evaluate(community.id),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
      void message.success(t('overview.evaluated'));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <div className="q-answer-actions">
      {mayEvaluate ? (
        <Button
          icon={<ReloadOutlined />}
          loading={again.isPending}
          onClick={() => again.mutate()}
          title={t('explain.computed', { when: format.relative(overview.evaluatedAt) })}
        >
          {t('overview.evaluate')}
        </Button>
      ) : null}
    </div>
  );
}
