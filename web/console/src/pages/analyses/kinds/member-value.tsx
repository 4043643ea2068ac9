import { TrophyOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type {
  MemberValueParams,
  MemberValuePoint,
  MemberValueResult,
} from '../../../../../../src/modules/analyses/member-value.contract.ts';
import { HeatTable } from '../../../../../ui/chart/heat-table.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { VALUE_COLOURS } from '../../../../../ui/tokens.ts';
import type { FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';

type Props = FigureProps<MemberValueParams, MemberValueResult, MemberValuePoint>;
const QUINTILES = [5, 4, 3, 2, 1] as const;

function answer(result: MemberValueResult, _params: MemberValueParams, { t, format, words }: Say): string {
  if (result.people === 0) return t('memberValue.answer.none');
  const best = result.cells.toSorted((a, b) => (b.amountShare ?? 0) - (a.amountShare ?? 0))[0]!;
  const risk = result.cells
    .filter(({ cell }) => cell === 'at_risk' || cell === 'cannot_lose')
    .reduce((sum, { people }) => sum + people, 0);
  return t(`memberValue.answer.${result.basis}`, {
    cell: words.valueCell(best.cell),
    people: format.exact(best.people),
    share: format.share(best.share),
    amountShare: format.share(best.amountShare),
    risk: format.exact(risk),
  });
}

function Figure(props: Props) {
  const { t } = useTranslation();
  if (props.tile) return <Grid {...props} />;
  return (
    <div className="q-columns">
      <Panel title={t('memberValue.grid')} note={t(`memberValue.basis.${props.result.basis}`)}>
        <Grid {...props} />
        <p className="q-panel-foot">{t('memberValue.gridNote')}</p>
      </Panel>
      <Panel title={t('memberValue.cells')}>
        <Cells {...props} />
      </Panel>
    </div>
  );
}

/** Recency down, frequency across; each cell says how many and how much they give. */
function Grid({ result, open }: Props) {
  const { t, format } = useSay();
  const most = Math.max(1, ...result.grid.map(({ people }) => people));
  return (
    <HeatTable
      label={t('memberValue.grid')}
      corner={t('memberValue.axes')}
      wide="even"
      columns={[1, 2, 3, 4, 5].map((frequency) => ({
        text: `F${frequency}`,
        title: t('memberValue.frequency', { quintile: frequency }),
      }))}
      rows={QUINTILES.map((recency) => ({
        head: `R${recency}`,
        cells: [1, 2, 3, 4, 5].map((frequency) => {
          const cell = result.grid.find((one) => one.recency === recency && one.frequency === frequency);
          const people = cell?.people ?? 0;
          return {
            text: people === 0 ? '' : format.count(people),
            heat: Math.sqrt(people / most),
            title: t('memberValue.cell', {
              recency,
              frequency,
              people: format.exact(people),
              amount: format.decimal(cell?.amount ?? null, 1),
            }),
            open: people > 0 ? () => open({ recency, frequency }) : undefined,
          };
        }),
      }))}
    />
  );
}

function Cells({ result, open }: Props) {
  const { t, format, words } = useSay();
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['cell', 'people', 'amountShare', 'recency', 'frequency'].map((head) => (
              <th key={head} scope="col">
                {t(`memberValue.head.${head === 'frequency' ? `${head}_${result.basis}` : head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.cells.map(({ cell, people, share, amountShare, meanRecencyDays, meanFrequency }) => (
            <tr key={cell}>
              <th scope="row">
                <span className="q-dot" style={{ background: VALUE_COLOURS[cell] }} /> {words.valueCell(cell)}
              </th>
              <td>
                {people > 0 ? (
                  <PeopleLink open={() => open({ cell })}>
                    {format.exact(people)} ({format.share(share)})
                  </PeopleLink>
                ) : (
                  '0'
                )}
              </td>
              <td>{format.share(amountShare)}</td>
              <td>{format.decimal(meanRecencyDays, 0)}</td>
              <td>{format.decimal(meanFrequency, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who gives most, and who is about to be lost: recency by frequency. */
export const memberValueView: KindView<MemberValueParams, MemberValueResult, MemberValuePoint> = {
  icon: <TrophyOutlined />,
  answer,
  Figure,
  ranged: false,
};
