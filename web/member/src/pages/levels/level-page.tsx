import type { MemberLevelReply } from '../../../../../src/modules/levels/levels.contract.ts';
import { Honour } from '../../../../ui/honour.tsx';
import { useAsk } from '../../api/use-ask.ts';
import { Card, Figure, Note, Progress, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import './levels.css';
import { useLevelWords } from './use-level-words.ts';

/** My level: where I stand and why, what the next one asks, what all levels ask, and how I came here. */
export function LevelPage() {
  const { t } = useLevelWords();
  const mine = useAsk<MemberLevelReply>('/level');
  return (
    <Page title={t('levels.mine')} back="/me">
      <Answer of={mine} rows={6}>
        {(reply) =>
          reply.levels.length === 0 ? (
            <Empty icon="medal" title={t('levels.noLevels')} />
          ) : (
            <>
              <Standing reply={reply} />
              <NextLevel reply={reply} />
              <MadeOf reply={reply} />
              <Ladder reply={reply} />
              <History reply={reply} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

type Part = { reply: MemberLevelReply };

function Standing({ reply: { level, levels } }: Part) {
  const { t, format, levelName } = useLevelWords();
  const own = levels[level.rank - 1];
  return (
    <Card tone="accent">
      <div className="m-level-line">
        {own ? <Honour icon={own.icon} colour={own.colour} size={56} /> : null}
        <Figure label={t('levels.growthValue')} value={format.exact(level.figures.growth)} sub={levelName(own)} />
      </div>
      {level.graceSince ? <Note tone="warn">{t('levels.grace')}</Note> : null}
    </Card>
  );
}

function NextLevel({ reply: { level, levels } }: Part) {
  const { t, format, levelName } = useLevelWords();
  if (!level.next) return <Note tone="good">{t('levels.highest')}</Note>;
  return (
    <Card title={t('levels.nextIs', { level: levelName(levels[level.next.rank - 1]) })}>
      <div className="m-level-gaps">
        {level.next.gaps.map(({ figure, has, needs }) => (
          <div key={figure}>
            <div className="m-level-gap">
              <span>{t(`levels.figures.${figure}`)}</span>
              <span className="m-soft">{t('levels.of', { has: format.exact(has), needs: format.exact(needs) })}</span>
            </div>
            <Progress value={has} most={needs} label={t(`levels.figures.${figure}`)} />
          </div>
        ))}
      </div>
    </Card>
  );
}

function MadeOf({ reply: { level, days } }: Part) {
  const { t, format } = useLevelWords();
  return (
    <Card title={t('levels.madeOf')}>
      <p className="m-soft m-small m-level-how">{t('levels.how')}</p>
      <Rows>
        {days.map(({ kind, days: count, counted }) => (
          <Row
            key={kind}
            title={t(`levels.kinds.${kind}`)}
            detail={t('levels.onDays', { count })}
            value={format.exact(counted)}
          />
        ))}
        <Row title={t('levels.fromPoints')} value={format.exact(level.figures.earned)} />
      </Rows>
    </Card>
  );
}

function Ladder({ reply: { level, levels } }: Part) {
  const { t, format, levelName } = useLevelWords();
  const asks = (standards: (typeof levels)[number]['standards']) => {
    const words = (['growth', 'contribution', 'activeDays', 'quizzes'] as const)
      .filter((figure) => standards[figure] > 0)
      .map((figure) => `${t(`levels.figures.${figure}`)} ${format.exact(standards[figure])}`);
    return words.length === 0 ? t('levels.asksNothing') : words.join(' · ');
  };
  return (
    <Card title={t('levels.all')}>
      <ul className="m-level-ladder">
        {[...levels].reverse().map((one) => (
          <li key={one.id} aria-current={one.rank === level.rank || undefined}>
            <Honour icon={one.icon} colour={one.colour} size={36} faded={one.rank > level.rank} />
            <span>
              <strong>{levelName(one)}</strong>
              <span className="m-soft m-small">{asks(one.standards)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function History({ reply: { history, levels } }: Part) {
  const { t, format, levelName } = useLevelWords();
  if (history.length === 0) return null;
  return (
    <Card title={t('levels.history')}>
      <Rows>
        {history.map(({ id, at, fromRank, toRank, reason }) => (
          <Row
            key={id}
            title={t('levels.step', { from: levelName(levels[fromRank - 1]), to: levelName(levels[toRank - 1]) })}
            detail={`${t(`levels.reasons.${reason}`)} · ${format.instant(at)}`}
          />
        ))}
      </Rows>
    </Card>
  );
}
