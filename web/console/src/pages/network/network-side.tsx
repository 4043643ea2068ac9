import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../../../ui/explain.tsx';
import { Figure, Panel } from '../../../../ui/figure.tsx';
import { useThemeName } from '../../../../ui/theme-name.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import type { NetworkReply } from '../../api/network.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { circleColour } from './circle-colours.ts';
import { circleName } from './circle-name.ts';
import type { NetworkSearch } from './network-search.ts';
import { NetworkGrowth } from './network-growth.tsx';
import { NetworkRisks } from './network-risks.tsx';

interface Props {
  reply: NetworkReply;
  network: NonNullable<NetworkReply['network']>;
  search: NetworkSearch;
  change: (next: Partial<NetworkSearch>, replace?: boolean) => void;
  pick: (memberId: string) => void;
}

/** The network as a whole: risks first, then circles and figures. */
export function NetworkSide(props: Props) {
  return (
    <>
      <NetworkRisks network={props.network} pick={props.pick} />
      <Circles {...props} />
      <NetworkGrowth month={props.search.month} onMonth={(month) => props.change({ month }, true)} />
      <Figures {...props} />
    </>
  );
}

const CIRCLES_SHOWN = 12;

function Circles({ network, search, change }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const theme = useThemeName();
  const community = useCommunity();
  const { circles, circlesInAll } = network;
  const left = network.leftOut.find(({ part }) => part === 'circles');
  const explain: Explanation = { title: t('network.circles'), definition: t('network.circlesHow') };
  return (
    <Panel title={t('network.circles')} explain={explain} aside={<span>{format.exact(circlesInAll)}</span>}>
      {left ? <p>{t('network.leftOut', { ties: format.count(left.ties), limit: format.count(left.limit) })}</p> : null}
      {!left && circles.length === 0 ? <p>{t('network.noCircles')}</p> : null}
      <ul className="q-network-circles">
        {circles.slice(0, CIRCLES_SHOWN).map((one) => (
          <li key={one.circle}>
            <button
              type="button"
              aria-pressed={search.circle === one.circle}
              onClick={() =>
                change({ circle: search.circle === one.circle ? undefined : one.circle, member: undefined })
              }
            >
              <i style={{ background: circleColour(one.circle, theme) }} aria-hidden />
              <span>{circleName(circles, one.circle, t)}</span>
              <small>{t('network.circleFacts', { count: one.size, inward: format.share(one.inward) })}</small>
            </button>
            {search.circle === one.circle ? (
              <p>
                {t('network.ledBy', { names: one.leaders.map(({ name }) => name).join(t('network.comma')) })}{' '}
                <Link to="/c/$community/members" params={{ community: community.key }} search={{ circle: one.circle }}>
                  {t('network.circleMembers', { count: one.size })}
                </Link>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const FIGURES = [
  'tied',
  'density',
  'reciprocity',
  'clustering',
  'medianTies',
  'components',
  'meanDistance',
  'smallWorld',
  'modularity',
] as const;

function Figures({ reply, network }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures, picture, betweenness, keptTies } = network;
  const shown: Record<(typeof FIGURES)[number], string> = {
    tied: `${format.count(figures.tied)} / ${format.count(figures.people)}`,
    density: format.decimal(figures.density, 4),
    reciprocity: format.share(figures.reciprocity),
    clustering: format.decimal(figures.clustering, 2),
    medianTies: format.decimal(figures.medianTies, 1),
    components: format.exact(figures.components),
    meanDistance: format.decimal(figures.meanDistance, 2),
    smallWorld: format.decimal(figures.smallWorld, 1),
    modularity: format.decimal(figures.modularity, 2),
  };
  const computed = `${t('network.asOf', { day: format.day(reply.asOf) })} · ${t('explain.computed', { when: format.relative(reply.evaluatedAt) })}`;
  return (
    <Panel title={t('network.figures')}>
      <div className="q-network-figures">
        {FIGURES.map((key) => (
          <Figure
            key={key}
            label={t(`network.figure.${key}.name`)}
            value={shown[key]}
            explain={{
              title: t(`network.figure.${key}.name`),
              definition: t(`network.figure.${key}.definition`),
              computed,
            }}
          />
        ))}
      </div>
      <p className="q-network-foot">
        {t('network.drawn', {
          people: format.exact(picture.memberId.length),
          tied: format.exact(figures.tied),
          ties: format.exact(picture.from.length),
          all: format.exact(figures.ties),
        })}{' '}
        {keptTies < figures.ties ? t('network.kept', { kept: format.count(keptTies) }) : ''}{' '}
        {betweenness === 'sampled' ? t('network.sampled') : ''}
      </p>
    </Panel>
  );
}
