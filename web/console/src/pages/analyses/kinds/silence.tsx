import { MutedOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { SILENT_KINDS } from '../../../../../../src/modules/insights/contract.ts';
import type {
  SilenceParams,
  SilencePoint,
  SilenceResult,
} from '../../../../../../src/modules/analyses/silence.contract.ts';
import { BarList } from '../bar-list.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { Choice } from '../controls/control.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { PersonLink } from '../person-link.tsx';
import { type Say, useSay } from '../use-say.ts';

type Cause = SilenceResult['causes'][number];

function answer(result: SilenceResult, _params: SilenceParams, { t, format, words }: Say): string {
  if (result.silent === 0) return t('silence.answer.none', { members: format.exact(result.members) });
  const head = t('silence.answer.head', {
    silent: format.exact(result.silent),
    members: format.exact(result.members),
    share: format.share(result.silent / Math.max(1, result.members)),
  });
  const most = result.causes
    .filter(({ first }) => first > 0)
    .toSorted((a, b) => b.first - a.first)
    .slice(0, 2)
    .map(({ cause, first, share }) =>
      t('silence.answer.cause', {
        cause: words.m.causes[cause].name,
        people: format.exact(first),
        share: format.share(share),
      }),
    );
  return most.length > 0 ? t('silence.answer.because', { head, why: most.join(t('analysis.semicolon')) }) : head;
}

function Controls({ params, change }: ControlsProps<SilenceParams>) {
  const { t, words } = useSay();
  return (
    <Choice
      label={t('silence.kind')}
      none={t('silence.allKinds')}
      value={params.silentKind}
      options={SILENT_KINDS.map((value) => ({ value, label: words.silentKind(value) }))}
      onChange={(silentKind) => change({ silentKind })}
    />
  );
}

function Figure({ result, params, open, tile }: FigureProps<SilenceParams, SilenceResult, SilencePoint>) {
  const { t, format, words } = useSay();
  const kind = params.silentKind ? { silentKind: params.silentKind } : {};
  const causes = result.causes.filter(({ any }) => any > 0).toSorted((a, b) => b.first - a.first || b.any - a.any);
  const bars = (
    <BarList
      lines={causes.map(({ cause, first, any, share }) => ({
        key: cause,
        name: words.m.causes[cause].name,
        value: first,
        text: t('silence.people', { shown: format.exact(first), share: format.share(share) }),
        sub: t('silence.any', { shown: format.exact(any) }),
        open: () => open({ cause, place: 'first', ...kind }),
      }))}
    />
  );
  if (tile) return bars;
  return (
    <>
      <Panel
        title={t('silence.causes')}
        note={t('silence.causesNote', { looked: format.exact(result.looked) })}
        aside={
          <PeopleLink open={() => open({ place: 'first', ...kind })}>
            {t('silence.seeAll', { shown: format.exact(result.silent) })}
          </PeopleLink>
        }
      >
        {bars}
      </Panel>
      {causes.map((cause) => (
        <CausePanel
          key={cause.cause}
          cause={cause}
          openAny={() => open({ cause: cause.cause, place: 'any', ...kind })}
        />
      ))}
    </>
  );
}

/** One cause: what shows it, who is behind it, what helps. */
function CausePanel({ cause, openAny }: { cause: Cause; openAny: () => void }) {
  const { t } = useTranslation();
  const { format, words } = useSay();
  const { name, remedy } = words.m.causes[cause.cause];
  return (
    <Panel
      title={name}
      aside={<PeopleLink open={openAny}>{t('silence.seeAny', { shown: format.exact(cause.any) })}</PeopleLink>}
      note={t('silence.remedy', { remedy })}
    >
      {cause.evidence.length > 0 ? (
        <ul className="q-evidence">
          {cause.evidence.map(({ kind, id, name: of, members }) => (
            <li key={`${kind} ${id}`}>
              {t(`silence.evidence.${kind}.${cause.cause}`, {
                defaultValue: t(`silence.evidence.${kind}.other`, { name: of, shown: format.exact(members) }),
                name: of,
                shown: format.exact(members),
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {cause.people.length > 0 ? (
        <ul className="q-people q-people-columns">
          {cause.people.map((person) => (
            <li key={person.memberId}>
              <PersonLink
                memberId={person.memberId}
                name={person.name}
                why={person.causes[0] ? words.causeBecause(person.causes[0]) : words.silentKind(person.silentKind)}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

/** Why members are silent: the likely causes, the evidence, the people. */
export const silenceView: KindView<SilenceParams, SilenceResult, SilencePoint> = {
  icon: <MutedOutlined />,
  answer,
  Controls,
  Figure,
  ranged: false,
};
