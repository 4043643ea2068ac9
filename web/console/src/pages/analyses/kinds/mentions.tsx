import { SoundOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type MentionsParams,
  type MentionsPoint,
  type MentionsResult,
  TONES,
} from '../../../../../../src/modules/analyses/mentions.contract.ts';
import { Curves } from '../../../../../ui/chart/curves.tsx';
import { Figure as Number, Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { Choice } from '../controls/control.tsx';
import { HitList } from '../hit-list.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';
import { BrandEditor } from './brand-editor.tsx';
import { BrandTable, Talkers } from './brand-table.tsx';
import { useBrands } from './use-brands.ts';

type Props = FigureProps<MentionsParams, MentionsResult, MentionsPoint>;

function answer(result: MentionsResult, _params: MentionsParams, { t, format }: Say): string {
  if (result.brands.length === 0) return t('mentions.answer.noBrands');
  const own = result.brands.filter((brand) => brand.own);
  const shown = own.length > 0 ? own : result.brands;
  const sum = (pick: (brand: (typeof shown)[number]) => number) => shown.reduce((all, brand) => all + pick(brand), 0);
  const mentions = sum((brand) => brand.mentions);
  if (mentions === 0) return t('mentions.answer.none', { name: shown.map(({ name }) => name).join(t('list.comma')) });
  const voices = shown.map(({ voice }) => voice).filter((voice) => voice !== null);
  return t(
    voices.length > 0 && result.brands.length > shown.length ? 'mentions.answer.voice' : 'mentions.answer.alone',
    {
      name: shown.map(({ name }) => name).join(t('list.comma')),
      mentions: format.exact(mentions),
      before: format.exact(sum((brand) => brand.mentionsBefore)),
      voice: format.share(voices.reduce((all, voice) => all + voice, 0)),
      positive: format.exact(sum(({ tones }) => tones.positive)),
      negative: format.exact(sum(({ tones }) => tones.negative)),
    },
  );
}

function Controls({ params, change }: ControlsProps<MentionsParams>) {
  const { t } = useTranslation();
  const brands = useBrands();
  return (
    <>
      <Choice
        label={t('mentions.brand')}
        none={t('mentions.allBrands')}
        value={params.brandId}
        options={brands.map(({ id, name }) => ({ value: id, label: name, text: name }))}
        onChange={(brandId) => change({ brandId })}
      />
      <Choice
        label={t('mentions.tone')}
        none={t('mentions.allTones')}
        value={params.tone}
        options={TONES.map((value) => ({ value, label: t(`mentions.tones.${value}`) }))}
        onChange={(tone) => change({ tone })}
      />
    </>
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { result, meta, tile } = props;
  if (tile)
    return result.brands.length > 0 ? <Series {...props} height={220} /> : <p>{t('mentions.answer.noBrands')}</p>;
  return (
    <>
      <Panel title={t('mentions.voice')} aside={<BrandEditor />} note={t('mentions.voiceNote')}>
        {result.brands.length > 0 ? <BrandTable {...props} /> : <p className="q-soft">{t('mentions.start')}</p>}
      </Panel>
      {result.brands.length > 0 ? (
        <>
          <Panel title={t(`mentions.series.${result.unit}`)}>
            <Series {...props} height={240} />
          </Panel>
          <Panel title={t('mentions.hits', { shown: format.exact(result.hitsTotal) })} note={t('mentions.toneNote')}>
            <HitList
              hits={result.hits}
              zone={meta.zone}
              none={t('mentions.noHits')}
              foot={({ tone, brandIds }) =>
                `${t(`mentions.tones.${tone}`)} · ${brandIds
                  .map((id) => result.brands.find(({ brandId }) => brandId === id)?.name ?? '')
                  .join(t('list.comma'))}`
              }
            />
          </Panel>
          <Panel title={t('mentions.talkers')}>
            <Talkers result={result} />
          </Panel>
          <Awareness result={result} />
        </>
      ) : null}
    </>
  );
}

/** Mentions of each brand by day or week. */
function Series({ result, open, height }: Props & { height: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const curves = useMemo(
    () =>
      result.brands.map(({ brandId, name }) => ({
        name,
        points: result.series.map(({ mentions, complete }) => ({
          value: mentions[brandId] ?? 0,
          hollow: !complete,
        })),
      })),
    [result],
  );
  const places = useMemo(() => result.series.map(({ from }) => from), [result.series]);
  const openAt = (curve: number, place: number) =>
    open({ brandId: result.brands[curve]!.brandId, from: result.series[place]!.from });
  return (
    <Curves
      label={t(`mentions.series.${result.unit}`)}
      height={height}
      places={places}
      placeLabel={(place) => format.shortDay(place)}
      curves={curves}
      write={format.count}
      onPick={openAt}
      table={{
        columns: [t('chart.period'), ...result.brands.map(({ name }) => name)],
        rows: result.series.map(({ from, complete, mentions }) => [
          complete ? from : `${from} (${t('chart.unfinished')})`,
          ...result.brands.map(({ brandId }) => format.exact(mentions[brandId] ?? 0)),
        ]),
        cell: (row, column, children) =>
          children === '0' ? children : <PeopleLink open={() => openAt(column - 1, row)}>{children}</PeopleLink>,
      }}
    />
  );
}

function Awareness({ result }: { result: MentionsResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { awareness } = result;
  return (
    <Panel
      title={t('mentions.awareness')}
      note={t('mentions.awarenessNote', {
        from: format.day(awareness.period.from),
        to: format.day(awareness.period.to),
      })}
    >
      <div className="q-analysis-figures">
        <Number label={t('mentions.ownMentions')} value={format.count(awareness.ownMentions)} />
        <Number label={t('mentions.shareOfVoice')} value={format.share(awareness.shareOfVoice)} />
        <Number
          label={t('mentions.visitors')}
          value={format.count(awareness.outsideVisitors)}
          {...(awareness.outsideVisitors === null ? { sub: t('mentions.noVisitors') } : {})}
        />
      </div>
    </Panel>
  );
}

/** How much a brand is talked about, how, by whom, beside its rivals. */
export const mentionsView: KindView<MentionsParams, MentionsResult, MentionsPoint> = {
  icon: <SoundOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
