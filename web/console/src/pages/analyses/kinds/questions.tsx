import { QuestionCircleOutlined } from '@ant-design/icons';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import type {
  QuestionsParams,
  QuestionsPoint,
  QuestionsResult,
} from '../../../../../../src/modules/analyses/questions.contract.ts';
import { StackedPeriods } from '../../../../../ui/chart/stacked-periods.tsx';
import { Figure as Number, Panel } from '../../../../../ui/figure.tsx';
import { STATUS_COLOURS } from '../../../../../ui/tokens.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { NumberChoice } from '../controls/number-choice.tsx';
import { HitList } from '../hit-list.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';
import { Answerers, GroupAnswers } from './question-tables.tsx';

type Props = FigureProps<QuestionsParams, QuestionsResult, QuestionsPoint>;

function answer(result: QuestionsResult, params: QuestionsParams, { t, format }: Say): string {
  if (result.questions === 0) return t('questions.answer.none');
  const open = result.questions - result.answered;
  return t(open > 0 ? 'questions.answer.open' : 'questions.answer.all', {
    questions: format.exact(result.questions),
    share: format.share(result.answeredShare),
    median: format.minutes(result.medianMinutes),
    open: format.exact(open),
    slow: format.exact(result.slow),
    limit: format.minutes(params.slowMinutes),
  });
}

function Controls({ params, change }: ControlsProps<QuestionsParams>) {
  const { t } = useTranslation();
  return (
    <NumberChoice
      label={t('questions.slowFrom')}
      unit={t('questions.minutes')}
      min={1}
      max={1440}
      value={params.slowMinutes}
      onChange={(slowMinutes) => change({ slowMinutes })}
    />
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  if (props.tile) return <Hours {...props} height={220} />;
  return (
    <>
      <Panel title={t('questions.title')}>
        <Numbers {...props} />
      </Panel>
      <Panel title={t('questions.hours')} note={t('questions.hoursNote')}>
        <Hours {...props} height={230} />
      </Panel>
      <div className="q-columns">
        <Panel title={t('questions.groups')}>
          <GroupAnswers {...props} />
        </Panel>
        <Panel title={t('questions.answerers')} note={t('questions.answerersNote')}>
          <Answerers {...props} />
        </Panel>
      </div>
      <Panel title={t('questions.read')}>
        <Lists {...props} />
      </Panel>
    </>
  );
}

function Numbers({ result, params, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const unanswered = result.questions - result.answered;
  return (
    <div className="q-analysis-figures">
      <Number
        label={t('questions.figure.questions')}
        value={<PeopleLink open={() => open({ who: 'askers' })}>{format.count(result.questions)}</PeopleLink>}
        sub={t('questions.figure.askers', { shown: format.exact(result.askers) })}
      />
      <Number
        label={t('questions.figure.answered')}
        value={format.share(result.answeredShare)}
        sub={t('questions.figure.within')}
      />
      <Number
        label={t('questions.figure.unanswered')}
        value={<PeopleLink open={() => open({ who: 'unanswered' })}>{format.count(unanswered)}</PeopleLink>}
        sub={t('questions.figure.nobody')}
      />
      <Number
        label={t('questions.figure.median')}
        value={format.minutes(result.medianMinutes)}
        sub={t('questions.figure.p90', { shown: format.minutes(result.p90Minutes) })}
      />
      <Number
        label={t('questions.figure.slow')}
        value={<PeopleLink open={() => open({ who: 'slow' })}>{format.count(result.slow)}</PeopleLink>}
        sub={t('questions.figure.longer', { shown: format.minutes(params.slowMinutes) })}
      />
    </div>
  );
}

/** Questions by the hour they were asked: answered and not. */
function Hours({ result, open, height }: Props & { height: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const hourText = (hour: number) => t('overview.hour', { hour });
  return (
    <StackedPeriods
      label={t('questions.hours')}
      height={height}
      series={[
        { key: 'answered', name: t('questions.series.answered'), colour: STATUS_COLOURS.retained },
        { key: 'open', name: t('questions.series.open'), colour: STATUS_COLOURS.dormant },
      ]}
      periods={result.hours.map(({ hour, questions, answered }) => ({
        place: String(hour),
        complete: true,
        values: { answered, open: questions - answered },
      }))}
      placeLabel={(place) => place}
      write={format.count}
      exact={format.exact}
      onPick={(series, hour) => open({ who: series === 'open' ? 'unanswered' : 'askers', hour })}
      above={
        <ul className="q-key">
          <li>
            <span className="q-dot" style={{ background: STATUS_COLOURS.retained }} /> {t('questions.series.answered')}
          </li>
          <li>
            <span className="q-dot" style={{ background: STATUS_COLOURS.dormant }} /> {t('questions.series.open')}
          </li>
        </ul>
      }
      table={{
        columns: [
          t('questions.hour'),
          t('questions.series.all'),
          t('questions.series.answered'),
          t('questions.head.median'),
        ],
        rows: result.hours.map(({ hour, questions, answered, medianMinutes }) => [
          hourText(hour),
          format.exact(questions),
          format.exact(answered),
          format.minutes(medianMinutes),
        ]),
        cell: (row, column, children) =>
          column === 1 && result.hours[row]!.questions > 0 ? (
            <PeopleLink open={() => open({ who: 'askers', hour: row })}>{children}</PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

function Lists({ result, meta }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Tabs
      items={(['unanswered', 'slowest'] as const).map((list) => ({
        key: list,
        label: t(`questions.list.${list}`, {
          shown: format.exact(list === 'slowest' ? result.slow : result.questions - result.answered),
        }),
        children: (
          <HitList
            hits={result[list]}
            zone={meta.zone}
            none={t(`questions.listNone.${list}`)}
            foot={({ minutes, answeredBy }) =>
              minutes === null
                ? t('questions.noAnswer')
                : t('questions.answeredAfter', {
                    time: format.minutes(minutes),
                    name: answeredBy?.name ?? t('questions.somebody'),
                  })
            }
          />
        ),
      }))}
    />
  );
}

/** Who asks, whether and how fast somebody answers, and who does. */
export const questionsView: KindView<QuestionsParams, QuestionsResult, QuestionsPoint> = {
  icon: <QuestionCircleOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
