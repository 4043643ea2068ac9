import { FallOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  DeclineParams,
  DeclinePoint,
  DeclineResult,
} from '../../../../../../src/modules/analyses/decline.contract.ts';
import { Waterfall } from '../../../../../ui/chart/waterfall.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { Control } from '../controls/control.tsx';
import { factsText } from '../facts-text.ts';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';
import { wholeParts } from '../whole-parts.ts';
import { DeclineWhere } from './decline-where.tsx';
import { RevivalPlan } from './revival-plan.tsx';

const AGAINST = ['highest', '28', '91', '182', '364'] as const;

/** The largest parts that go the way the whole does. */
function mainParts(result: DeclineResult): { part: string; people: number }[] {
  const whole = wholeParts(result.parts.map(({ people }) => people));
  return result.parts
    .map(({ part }, index) => ({ part, people: whole[index]! }))
    .filter(({ people }) => Math.sign(people) === Math.sign(result.change))
    .toSorted((a, b) => Math.abs(b.people) - Math.abs(a.people))
    .slice(0, 2);
}

function answer(result: DeclineResult, _params: DeclineParams, { t, format }: Say): string {
  const { before, now, change } = result;
  const head = t(`decline.answer.${change < 0 ? 'fell' : change > 0 ? 'rose' : 'same'}`, {
    before: format.exact(before.mau),
    day: format.day(before.day),
    now: format.exact(now.mau),
    change: format.exact(Math.abs(change)),
  });
  const why = mainParts(result).map(({ part, people }) =>
    t('decline.answer.part', { name: t(`decline.part.${part}.name`), people: format.exact(Math.abs(people)) }),
  );
  return why.length > 0 ? t('decline.answer.because', { head, why: why.join(t('analysis.semicolon')) }) : head;
}

function Controls({ params, change }: ControlsProps<DeclineParams>) {
  const { t } = useTranslation();
  return (
    <Control label={t('decline.against')}>
      <Segmented
        aria-label={t('decline.against')}
        value={params.against}
        onChange={(against) => change({ against })}
        options={AGAINST.map((value) => ({
          value,
          label: value === 'highest' ? t('decline.highest') : t('decline.daysBefore', { days: value }),
        }))}
      />
    </Control>
  );
}

function Figure({ result, open, tile }: FigureProps<DeclineParams, DeclineResult, DeclinePoint>) {
  const say = useSay();
  const { t, format } = say;
  const { before, now } = result;
  const whole = useMemo(() => wholeParts(result.parts.map(({ people }) => people)), [result.parts]);
  const signed = (value: number) => (value > 0 ? `+${format.exact(value)}` : format.exact(value).replace('-', '−'));
  const steps = useMemo(
    () =>
      result.parts
        .map(({ part }, index) => ({ part, name: t(`decline.part.${part}.name`), change: whole[index]! }))
        // A step of nobody is no step.
        .filter(({ change }) => change !== 0),
    [result.parts, t, whole],
  );
  const openPart = (part: DeclineResult['parts'][number]['part']) => open({ of: 'part', part });
  const openStep = useCallback((step: number) => open({ of: 'part', part: steps[step]!.part }), [open, steps]);
  const chart = (
    <Waterfall
      label={t('decline.label')}
      height={tile ? 240 : 320}
      from={{ name: t('decline.mauOn', { day: format.shortDay(before.day) }), value: before.mau }}
      to={{ name: t('decline.mauOn', { day: format.shortDay(now.day) }), value: now.mau }}
      steps={steps}
      write={format.count}
      writeChange={signed}
      onStep={openStep}
      table={{
        columns: [t('decline.partHead'), t('decline.people')],
        rows: [
          [t('decline.mauOn', { day: format.day(before.day) }), format.exact(before.mau)],
          ...steps.map(({ name, change }) => [name, signed(change)]),
          [t('decline.mauOn', { day: format.day(now.day) }), format.exact(now.mau)],
        ],
        cell: (row, _, children) =>
          row > 0 && row <= steps.length ? (
            <PeopleLink open={() => openStep(row - 1)}>{children}</PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
  if (tile) return chart;
  return (
    <>
      <Panel title={t('decline.label')} note={t('decline.sum')}>
        {chart}
      </Panel>
      <Panel title={t('decline.partsTitle')}>
        <ul className="q-decline-parts">
          {result.parts.map(({ part, facts }, index) => (
            <li key={part} data-direction={Math.sign(whole[index]!)}>
              <strong>{signed(whole[index]!)}</strong>
              <div>
                <h3>{t(`decline.part.${part}.name`)}</h3>
                <p>{factsText(say, `decline.part.${part}.text`, facts)}</p>
              </div>
              <PeopleLink
                open={() => openPart(part)}
                label={`${t('analysis.seeMembers')}: ${t(`decline.part.${part}.name`)}`}
              >
                {t(`decline.part.${part}.people`)}
              </PeopleLink>
            </li>
          ))}
        </ul>
        <p className="q-panel-foot">
          {t('decline.lostWon', { lost: format.exact(result.lost), won: format.exact(result.won) })}{' '}
          <PeopleLink open={() => open({ of: 'all', side: 'lost' })}>{t('decline.seeLost')}</PeopleLink>{' '}
          <PeopleLink open={() => open({ of: 'all', side: 'won' })}>{t('decline.seeWon')}</PeopleLink>
        </p>
      </Panel>
      <DeclineWhere result={result} open={open} />
      <RevivalPlan result={result} />
    </>
  );
}

/** Why fewer people take part, or more: the parts of the change, where it happened, and what to do. */
export const declineView: KindView<DeclineParams, DeclineResult, DeclinePoint> = {
  icon: <FallOutlined />,
  answer,
  Controls,
  Figure,
  ranged: false,
};
