import { RiseOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Topic,
  TopicsParams,
  TopicsPoint,
  TopicsResult,
} from '../../../../../../src/modules/analyses/topics.contract.ts';
import { drawTable } from '../../../../../ui/chart/draw-table.ts';
import { usePicture } from '../../../../../ui/chart/picture.ts';
import { Panel } from '../../../../../ui/figure.tsx';
import type { Colours } from '../../../../../ui/tokens.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { Control } from '../controls/control.tsx';
import { HitList } from '../hit-list.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';

const TERMS = ['all', 'words', 'phrases'] as const;
const SIDES = ['rising', 'falling', 'steady'] as const;
type Side = (typeof SIDES)[number];
const IN_TILE = 6;

function answer(result: TopicsResult, _params: TopicsParams, { t }: Say): string {
  const named = (topics: readonly Topic[]) =>
    topics
      .slice(0, 3)
      .map(({ term }) => t('topics.quoted', { term }))
      .join(t('list.comma'));
  const { rising, falling } = result;
  if (rising.length > 0 && falling.length > 0)
    return t('topics.answer.both', { rising: named(rising), falling: named(falling) });
  if (rising.length > 0) return t('topics.answer.rising', { rising: named(rising) });
  if (falling.length > 0) return t('topics.answer.falling', { falling: named(falling) });
  return t('topics.answer.none');
}

function Controls({ params, change }: ControlsProps<TopicsParams>) {
  const { t } = useTranslation();
  return (
    <Control label={t('topics.terms')}>
      <Segmented
        aria-label={t('topics.terms')}
        value={params.terms}
        onChange={(terms) => change({ terms })}
        options={TERMS.map((value) => ({ value, label: t(`topics.term.${value}`) }))}
      />
    </Control>
  );
}

function Figure(props: FigureProps<TopicsParams, TopicsResult, TopicsPoint>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { result, tile } = props;
  usePicture((colours) => topicsPicture(result, { t, format }, colours));
  if (tile)
    return (
      <div className="q-topics-pair">
        {(['rising', 'falling'] as const).map((side) => (
          <div key={side}>
            <h3>{t(`topics.side.${side}`)}</h3>
            <TopicTable {...props} side={side} topics={result[side].slice(0, IN_TILE)} />
          </div>
        ))}
      </div>
    );
  const { sample, needs } = result;
  return (
    <>
      <div className="q-columns">
        {(['rising', 'falling'] as const).map((side) => (
          <Panel key={side} title={t(`topics.side.${side}`)} note={t(`topics.sideNote.${side}`)}>
            <TopicTable {...props} side={side} topics={result[side]} />
          </Panel>
        ))}
      </div>
      <Panel title={t('topics.side.steady')} note={t('topics.sideNote.steady')}>
        <TopicTable {...props} side="steady" topics={result.steady} />
        <p className="q-panel-foot">
          {t('topics.rests', {
            now: format.exact(sample.now.texts),
            before: format.exact(sample.before.texts),
            from: format.day(result.before.from),
            to: format.day(result.before.to),
            texts: needs.texts,
            people: needs.people,
          })}
        </p>
      </Panel>
    </>
  );
}

type TableProps = FigureProps<TopicsParams, TopicsResult, TopicsPoint> & { side: Side; topics: readonly Topic[] };

/** Terms with how many used them before and now; one can be opened to read messages with it. */
function TopicTable({ topics, side, open, meta, tile }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [read, setRead] = useState<string>();
  if (topics.length === 0) return <p className="q-soft">{t(`topics.none.${side}`)}</p>;
  return (
    <div className="q-table-scroll">
      <table className="q-table q-topics">
        <thead>
          <tr>
            {['term', 'now', 'before', 'change'].map((head) => (
              <th key={head} scope="col">
                {t(`topics.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        {topics.map((topic) => (
          <tbody key={topic.term}>
            <tr>
              <th scope="row">
                {tile || topic.examples.length === 0 ? (
                  topic.term
                ) : (
                  <button
                    type="button"
                    className="q-people-link"
                    aria-expanded={read === topic.term}
                    onClick={() => setRead(read === topic.term ? undefined : topic.term)}
                  >
                    {topic.term}
                  </button>
                )}
              </th>
              {(['now', 'before'] as const).map((period) => (
                <td key={period}>
                  {topic[period].people > 0 ? (
                    <PeopleLink
                      open={() => open({ term: topic.term, period })}
                      label={t('topics.openPeople', { term: topic.term, shown: format.exact(topic[period].people) })}
                    >
                      {t('topics.peopleTexts', {
                        people: format.exact(topic[period].people),
                        share: format.share(topic[period].share),
                      })}
                    </PeopleLink>
                  ) : (
                    '0'
                  )}
                </td>
              ))}
              <td>{timesText(topic, t('topics.fresh'), format.decimal)}</td>
            </tr>
            {read === topic.term ? (
              <tr>
                <td colSpan={4} className="q-topic-examples">
                  <HitList hits={topic.examples} zone={meta.zone} none="" />
                </td>
              </tr>
            ) : null}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** What rises and falls as a table, for a file. */
function topicsPicture(result: TopicsResult, { t, format }: Pick<Say, 't' | 'format'>, colours: Colours) {
  return drawTable({
    corner: t('topics.head.term'),
    figureHeads: [],
    columns: ['now', 'before', 'change'].map((head) => ({ text: t(`topics.head.${head}`) })),
    rows: [...result.rising, ...result.falling].map((topic) => ({
      head: topic.term,
      cells: [
        format.share(topic.now.share),
        format.share(topic.before.share),
        timesText(topic, t('topics.fresh'), format.decimal),
      ].map((text) => ({ text, heat: null })),
    })),
    colours,
  });
}

/** How many times as often as before; new where it was not used. */
function timesText({ now, before }: Topic, fresh: string, decimal: (value: number, digits?: number) => string): string {
  return before.share === 0 ? fresh : `×${decimal(now.share / before.share, 1)}`;
}

/** What people talk about more, and what less, than in the period before. */
export const topicsView: KindView<TopicsParams, TopicsResult, TopicsPoint> = {
  icon: <RiseOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
